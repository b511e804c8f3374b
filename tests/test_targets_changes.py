"""The target names each argument that a call has changed."""

import numpy as np
import pytest
import torch
from direct_target import step, value

from autograder.worker.answering import Local


def changed(function, *args, **kwargs):
    return value(Local({"f": function}), step("f", *args, verb="changes", **kwargs))


def test_changes_names_the_arguments_that_were_written_to():
    def spoil(*args, **kwargs):
        args[0].add_(1)
        kwargs["c"][0, 0] = 7

    arguments = torch.zeros(2), torch.zeros(2)
    assert changed(spoil, *arguments, c=np.zeros((2, 2)), d=np.zeros(2)) == ["0", "c"]


def test_changes_names_nothing_where_nothing_was_written():
    assert changed(lambda x, n: x + n, torch.ones(2), 1) == []


def test_changes_sees_a_new_shape():
    assert changed(lambda x: x.resize_(3), torch.ones(2)) == ["0"]


@pytest.mark.parametrize(
    ("before", "spoil"),
    [
        pytest.param([torch.zeros(2)], lambda x: x[0].add_(1), id="a tensor in a list"),
        pytest.param([1, 2], lambda x: x.append(3), id="a longer list"),
        pytest.param([3, 1, 2], lambda x: x.sort(), id="a sorted list"),
        pytest.param([torch.zeros(2)], lambda x: x.__setitem__(0, None), id="a replaced tensor"),
        pytest.param({"a": torch.zeros(2)}, lambda x: x["a"].add_(1), id="a tensor in a dict"),
        pytest.param({"a": 1}, lambda x: x.clear(), id="an emptied dict"),
    ],
)
def test_changes_looks_into_containers(before, spoil):
    assert changed(spoil, before) == ["0"]


@pytest.mark.parametrize("kind", [torch.tensor, np.array], ids=["tensor", "array"])
def test_an_unchanged_argument_may_hold_nan(kind):
    assert changed(lambda x: None, kind([1.0, float("nan")])) == []
