"""Passes over small data: what `train_epoch` and `evaluate` are called with, and what came of it.

Weights, inputs and losses are float64. A batch size of 4 leaves a smaller last batch.
"""

import math
from typing import Any

import msgspec
import props
import torch

from autograder.suite import Namespace, article, check, fields, local, number
from reference import training

ref = local({**vars(training), "props": props})


class Data(msgspec.Struct, frozen=True):
    """A linear model's start and the samples it meets."""

    weight: torch.Tensor
    bias: torch.Tensor
    x: torch.Tensor
    y: torch.Tensor


def data(samples: int, classes: int, seed: int = 0, features: int = 5) -> Data:
    """Seeded samples; in the first four the label is the largest logit, so that batches differ."""
    generator = torch.Generator().manual_seed(seed)
    draw = lambda *shape: torch.randn(*shape, dtype=torch.float64, generator=generator)  # noqa: E731
    weight, bias, x = draw(classes, features), draw(classes), draw(samples, features)
    said = (x @ weight.T + bias).argmax(dim=1)
    wrong = (said + 1 + torch.arange(samples) % (classes - 1)) % classes
    y = torch.where((torch.arange(samples) < 4) | (torch.arange(samples) % 5 == 4), said, wrong)
    return Data(weight, bias, x, y)


RAGGED = data(samples=10, classes=3)  # batches of 4, 4 and 2
WIDE = data(samples=3, classes=5, seed=1)  # fewer samples than classes
SQUARE = data(samples=4, classes=4, seed=2)  # as many: argmax along the wrong axis still runs


def one_pass(
    namespace: Namespace, name: str, given: Data, training: bool = True, **how: Any
) -> Any:
    """The record of `props.one_pass` for one of the two functions."""
    function = getattr(namespace, name).get()
    learn = name == "train_epoch"
    parts = [given.weight, given.bias, given.x, given.y]
    return namespace.props.one_pass(function, parts, training, learn=learn, **how)


def measured(record: Any) -> tuple[float, float]:
    """Loss and accuracy of a record's answer, as floats, however they were returned."""
    (answer,) = fields(record, "answer", what="the record of this call")
    pair = isinstance(answer, list | tuple) and len(answer) == 2
    check(pair, f"the function must return (loss, accuracy), it returned {article(answer)}")
    return number(answer[0], "the loss"), number(answer[1], "the accuracy")


def seen(record: Any, name: str, kind: type = list) -> Any:
    """One entry of a record; a failure where it is not what a run of the function leaves."""
    (value,) = fields(record, name, what="the record of this call")
    check(isinstance(value, kind), "the call left no trace that could be read")
    return value


def assert_plain(record: Any) -> None:
    """Both figures must be Python floats: a tensor would keep its whole graph alive."""
    loss, accuracy = measured(record)
    check(math.isfinite(loss), f"the loss is {loss}")
    check(0 <= accuracy <= 1, f"the accuracy is {accuracy:.6g}, expected 0 to 1")
    for value, what in zip(record["answer"], ("the loss", "the accuracy"), strict=True):
        plain = isinstance(value, float) and not isinstance(value, torch.Tensor)
        check(plain, f"{what} must be a Python float, it is {article(value)}")
