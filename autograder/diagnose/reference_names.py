"""Compares networks whatever their layers are called: a mistake bears the reference's names.

`autograder.suite.networks.share_weights` fills a student's network by a plan that gives each of its
tensors the reference's name for it. That plan translates what the network says of itself.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
import torch

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


def paired_by_order(step: Step, theirs: Answer, ours: Answer) -> tuple[Answer, Answer]:
    """Both answers, gradients of a network that no plan names by the order of its tensors.

    Names of layers are free: where the same shapes come in the same order, they are the same
    tensors. Else the answers stay as they are.
    """
    mine, right = _gradients(step, theirs), _gradients(step, ours)
    if mine is None or right is None or mine.keys() == right.keys():
        return theirs, ours
    if list(map(_shape, mine.values())) != list(map(_shape, right.values())):
        return theirs, ours
    renamed = dict(zip(right, mine.values(), strict=True))
    assert isinstance(theirs, Value)
    return Value({**theirs.value, "parameters": renamed}), ours


def _gradients(step: Step, answer: Answer) -> Mapping[str, Any] | None:
    if step.verb != "vjp" or not isinstance(answer, Value) or not isinstance(answer.value, Mapping):
        return None
    grads = answer.value.get("parameters")
    return grads if isinstance(grads, Mapping) else None


def _shape(grad: Any) -> tuple[int, ...] | None:
    return tuple(grad.shape) if isinstance(grad, torch.Tensor) else None


def _renames(step: Step) -> Mapping[str, str]:
    tool = tool_of(step)
    return tool.renames(step.args) if tool else {}
