"""Trainings whose accuracies are written beforehand, and what a right `fit` makes of them.

A script is one `(training accuracy, held-out accuracy)` for each epoch; a strength is how large an
epoch's logits are, which sets its losses.
"""

from typing import Any

import msgspec

from autograder.suite import Namespace, article, assert_close, check, fields, tensor

BATCHES = 3  # of training, in each epoch


class Script(msgspec.Struct, frozen=True):
    """What happens in each epoch, and which epoch, counted from 1, is the one to keep."""

    accuracies: tuple[tuple[float, float], ...]
    strength: tuple[float, ...]
    best: int


# The loss is lowest where logits are small and most answers right.
MIDDLE = Script(((0.3, 0.2), (0.5, 0.6), (0.4, 0.9), (0.8, 0.7), (0.9, 0.4)), (3.0,) * 5, best=3)
TIED = Script(((0.3, 0.2), (0.5, 0.8), (0.6, 0.8), (0.8, 0.8), (0.9, 0.5)), (3.0,) * 5, best=2)
LOW_LOSS_LATER = Script(
    ((0.3, 0.3), (0.5, 0.9), (0.4, 0.7), (0.6, 0.8), (0.9, 0.6)), (9.0, 14.0, 9.0, 1.0, 9.0), best=2
)
LAST = Script(((0.3, 0.2), (0.9, 0.5), (0.5, 0.4), (0.4, 0.8)), (3.0,) * 4, best=4)


def fitted(namespace: Namespace, script: Script, **how: Any) -> Any:
    """The record of `props.fitted` for this script."""
    function = namespace.fit.get()
    return namespace.props.fitted(function, script.accuracies, script.strength, **how)


def columns(record: Any, epochs: int, *names: str) -> list[tuple[Any, ...]]:
    """The history's values under these keys, row by row; a failure where a row or key is missing."""
    (history,) = fields(record, "answer", what="the record of this call")
    return rows(history, epochs, *names, what="the history")


def rows(table: Any, count: int, *names: str, what: str) -> list[tuple[Any, ...]]:
    """The values under these keys of each of `count` dicts."""
    check(isinstance(table, list | tuple), f"{what} must be a list, got {article(table)}")
    check(len(table) == count, f"{what} has {len(table)} rows, expected {count}")
    return [fields(row, *names, what=f"row {i} of {what}") for i, row in enumerate(table)]


def assert_left_as_after(record: Any, epoch: int) -> None:
    """The model's parameters and buffers must be what they were after this epoch."""
    states = _states(record)
    check(epoch in states, f"it trained for {len(states)} epochs only")
    (left,) = fields(record, "left", what="the record of this call")
    message = "the model's state could not be read"
    pairs = [isinstance(state, list) and len(state) == 2 for state in (left, states[epoch])]
    check(all(pairs), message)
    for name, mine, kept in zip(("weight", "buffer"), left, states[epoch], strict=True):
        assert_close(mine, tensor(kept, what=message), what=f"the {name} that fit leaves")


def _states(record: Any) -> dict:
    trained, states = fields(record, "trained", "states", what="the record of this call")
    check(isinstance(trained, int), "the model's diary could not be read")
    message = "the model was not evaluated once after every epoch of training"
    check(isinstance(states, dict), message)
    wanted = set(range(1, trained // BATCHES + 1))
    check(bool(wanted) and wanted <= set(states), message)
    return {epoch: states[epoch] for epoch in wanted}
