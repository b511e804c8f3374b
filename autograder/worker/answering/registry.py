"""The tools that a test may use beside the code it asks, and what the engine must know of each.

Whoever meets a step asks `tool_of`; no other file spells a tool's name or knows what it answers.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from autograder.protocol.steps import Step
from autograder.torch_internals import TRAINING, Part
from autograder.worker.answering import tools, training

SPACE = "tools"  # `student.tools.state(net)` is a step with the path "tools.state"


class Tool(msgspec.Struct, frozen=True):
    """A function that runs on a target's side, with the objects there.

    A mistake is compared with a hand-in whatever the layers of both are called: `renames` tells the
    reference's name of each tensor that the arguments name, and `in_reference_names` makes of an
    answer what does not depend on names. A tool whose time is not the student's is bounded as a
    training is, and gets `progress` to tell how far it is.
    """

    run: Callable[..., Any]
    counts_as_students_time: bool = True
    renames: Callable[[tuple], Mapping[str, str]] = lambda args: {}
    in_reference_names: Callable[[Any], Any] = lambda answer: answer
    needs: tuple[Part, ...] = ()  # of torch's private names


def tool_of(step: Step) -> Tool | None:
    """The tool that a step asks for; None where it asks for the code itself."""
    space, _, name = step.path.partition(".")
    return TOOLS.get(name) if step.root is None and space == SPACE else None


def tool_names() -> list[str]:
    """What a test may write after `student.tools.`."""
    return list(TOOLS)


def _roles(args: tuple) -> dict[str, str]:
    """The roles in the plan of a `fill`."""
    plan = args[1] if len(args) == 2 and isinstance(args[1], dict) else {}
    return {name: role for name, (role, _) in plan.items()}


def _sorted_shapes(rows: Any) -> Any:
    """The rows of a `state` without the names, and without an order."""
    return sorted(map(repr, (row[1:] for row in rows))) if _are_rows(rows) else rows


def _unnamed_layers(rows: Any) -> Any:
    """The rows of `layers` without the names; their order is that of the calls."""
    return [row[1:] for row in rows] if _are_rows(rows) else rows


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, list) for row in value)


TOOLS = {
    "bound": Tool(training.bound),
    "by_the_batch": Tool(training.by_the_batch),
    # asked only to pair tensors; what counts is what comes out
    "call_order": Tool(tools.call_order, in_reference_names=lambda answer: None),
    "fill": Tool(tools.fill, renames=_roles),
    "fill_lazy": Tool(tools.fill_lazy),
    "in_dtype": Tool(tools.in_dtype),
    "in_training": Tool(training.in_training),
    "is_training": Tool(tools.is_training),
    "layers": Tool(tools.layers, in_reference_names=_unnamed_layers),
    "parameter_count": Tool(tools.parameter_count),
    "state": Tool(tools.state, in_reference_names=_sorted_shapes),
    "symptoms": Tool(training.symptoms),
    "train": Tool(tools.train, counts_as_students_time=False, needs=(TRAINING,)),
    "without_gradients": Tool(tools.without_gradients),
}
