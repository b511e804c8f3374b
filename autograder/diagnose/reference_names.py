"""Compares networks whatever their layers are called: a mistake bears the reference's names.

`autograder.suite.networks.share_weights` fills a student's network by a plan that gives each of its
tensors the reference's name for it. That plan translates what the network says of itself.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from autograder.protocol.steps import Answer, Step, Value

Plans = dict[int, dict[str, str]]  # a student's network -> its tensors' names by the reference


def in_the_references_names(step: Step) -> Step:
    """A `tools.fill` as the reference, or a mistake made of it, is filled."""
    plan = _plan(step)
    if plan is None:
        return step
    return msgspec.structs.replace(
        step, args=(step.args[0], {role: [role, seed] for role, seed in plan.values()})
    )


def note_plan(step: Step, plans: Plans) -> None:
    """Remember what a student's tensors are called by the reference."""
    plan = _plan(step)
    if plan is not None:
        plans[step.args[0].id] = {name: role for name, (role, _) in plan.items()}


def without_names(step: Step, answer: Answer, plans: Plans) -> Answer:
    """The answer with the reference's names in place of the student's, or with none."""
    if not isinstance(answer, Value):
        return answer
    value = answer.value
    if step.path == "tools.state":
        value = _sorted_rows(value, 1)
    elif step.path == "tools.layers":
        value = [row[1:] for row in value] if _are_rows(value) else value
    elif step.path == "tools.call_order":
        value = None  # asked only to pair tensors; what counts is what comes out
    elif step.verb == "vjp" and step.root is not None and isinstance(value, Mapping):
        names = plans.get(step.root.id, {})
        grads = value.get("parameters")
        if isinstance(grads, Mapping):
            value = {
                **value,
                "parameters": {names.get(name, name): grad for name, grad in grads.items()},
            }
    return Value(value)


def _plan(step: Step) -> dict[str, Any] | None:
    if step.path == "tools.fill" and len(step.args) == 2 and isinstance(step.args[1], dict):
        return step.args[1]
    return None


def _sorted_rows(value: Any, start: int) -> Any:
    return sorted(map(repr, (row[start:] for row in value))) if _are_rows(value) else value


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, list) for row in value)
