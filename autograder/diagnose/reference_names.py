"""Compares networks whatever their layers are called: a mistake bears the reference's names.

`autograder.suite.networks.share_weights` fills a student's network by a plan that gives each of its
tensors the reference's name for it. That plan translates what the network says of itself.
"""

from collections.abc import Mapping

import msgspec

from autograder.protocol.steps import Answer, Step, Value
from autograder.worker.answering import tool_of

Plans = dict[int, dict[str, str]]  # a student's network -> its tensors' names by the reference


def in_the_references_names(step: Step) -> Step:
    """The step as the reference, or a mistake made of it, is asked: by its own names of tensors."""
    names = _renames(step)
    if not names:
        return step
    args = (
        {names.get(key, key): row for key, row in value.items()}
        if isinstance(value, dict)
        else value
        for value in step.args
    )
    return msgspec.structs.replace(step, args=tuple(args))


def note_plan(step: Step, plans: Plans) -> None:
    """Remember what a student's tensors are called by the reference."""
    names = _renames(step)
    if names:
        plans[step.args[0].id] = dict(names)


def without_names(step: Step, answer: Answer, plans: Plans) -> Answer:
    """The answer with the reference's names in place of the student's, or with none."""
    if not isinstance(answer, Value):
        return answer
    value = answer.value
    tool = tool_of(step)
    if tool:
        value = tool.in_reference_names(value)
    elif step.verb == "vjp" and step.root is not None and isinstance(value, Mapping):
        names = plans.get(step.root.id, {})
        grads = value.get("parameters")
        if isinstance(grads, Mapping):
            value = {
                **value,
                "parameters": {names.get(name, name): grad for name, grad in grads.items()},
            }
    return Value(value)


def _renames(step: Step) -> Mapping[str, str]:
    tool = tool_of(step)
    return tool.renames(step.args) if tool else {}
