"""Arguments and answers of the target in this process are copies, as if over a wire."""

import numpy as np
import pytest
import torch
from direct_target import step, value

from autograder.protocol.wire import decode, encode
from autograder.worker.answering import Local

WORKED = "worked"


def wired(sent):
    header, pieces = encode(sent, 1 << 20)
    return decode(header, bytearray(b"".join(pieces)))


def spoil(x):
    if isinstance(x, torch.Tensor | np.ndarray):
        x += 1
    elif isinstance(x, dict):
        x.clear()
    else:
        x.append(1)
    return WORKED


@pytest.mark.parametrize("verb", ["call", "changes"])
@pytest.mark.parametrize(
    "argument",
    [
        pytest.param(torch.zeros(2), id="tensor"),
        pytest.param(np.zeros(2), id="array"),
        pytest.param([0], id="list"),
        pytest.param({"a": 0}, id="dict"),
    ],
)
def test_a_callee_cannot_change_the_callers_arguments(argument, verb):
    before = repr(argument)
    value(Local({"f": spoil}), step("f", argument, verb=verb))
    value(Local({"f": spoil}), step("f", x=argument, verb=verb))
    assert repr(argument) == before


def test_vjp_leaves_the_callers_tensor_without_a_gradient():
    x = torch.ones(2)
    value(Local({"f": lambda x: 2 * x}), step("f", x, verb="vjp", cotangent=torch.ones(2)))
    assert (x.requires_grad, x.grad) == (False, None)


def test_one_tensor_given_twice_arrives_as_two():
    x = torch.zeros(2)
    assert value(Local({"f": lambda a, b: (a.add_(1), b)}), step("f", x, x))[1].tolist() == [0, 0]


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(torch.arange(6.0).reshape(2, 3).t(), id="transposed tensor"),
        pytest.param(torch.ones(1).expand(4), id="expanded tensor"),
        pytest.param(torch.nn.Parameter(torch.ones(2)), id="parameter"),
        pytest.param(np.arange(6.0).reshape(2, 3).T, id="transposed array"),
        pytest.param(np.float64(0.5), id="numpy number"),
    ],
)
def test_an_argument_arrives_as_a_wire_would_bring_it(sent):
    describe = lambda x: f"{type(x).__name__} {getattr(x, 'strides', None) or _stride(x)}"  # noqa: E731
    assert value(Local({"f": describe}), step("f", sent)) == describe(wired(sent))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(torch.nn.Parameter(torch.ones(2)), id="parameter"),
        pytest.param(torch.ones(2, requires_grad=True) * 2, id="with a gradient"),
        pytest.param(np.float64(0.5), id="numpy number"),
        pytest.param(np.float32(0.5), id="numpy single"),
        pytest.param(np.True_, id="numpy bool"),
    ],
)
def test_an_answer_comes_as_a_wire_would_bring_it(made):
    answered, expected = value(Local({"made": made}), step("made", verb="get")), wired(made)
    assert type(answered) is type(expected)
    assert getattr(answered, "requires_grad", False) is False


@pytest.mark.parametrize("kind", [torch.zeros, np.zeros], ids=["tensor", "array"])
def test_an_answer_does_not_change_after_it_was_given(kind):
    state = kind(2)
    target = Local({"state": state, "update": lambda: spoil(state)})
    before = value(target, step("state", verb="get"))
    assert value(target, step("update")) == WORKED
    assert before.tolist() == [0, 0]


def _stride(x):
    return x.stride() if isinstance(x, torch.Tensor) else None
