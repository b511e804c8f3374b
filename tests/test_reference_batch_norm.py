"""The batch normalisation reference against torch's own layers, autograd and its annotations."""

import inspect
from copy import deepcopy
from typing import get_type_hints

import jaxtyping
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from reference import batch_norm

EXAMPLES = settings(max_examples=40, deadline=None, derandomize=True)
SHAPES = st.tuples(*(st.integers(1, 4) for _ in range(4))).filter(
    lambda shape: shape[0] * shape[2] * shape[3] > 1
)


def images(*shape: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """Channels around 1, 2, 3, ... with deviations 1, 3, 9, ..."""
    values = torch.randn(shape, generator=torch.Generator().manual_seed(sum(shape)), dtype=dtype)
    channel = torch.arange(shape[1], dtype=dtype).reshape(1, -1, 1, 1)
    return values * 3**channel + channel + 1


def affine(c: int, dtype: torch.dtype = torch.float64) -> tuple[Tensor, Tensor]:
    """A scale and a shift for each channel, none of them 1 or 0."""
    steps = torch.arange(c, dtype=dtype)
    return 0.5 - steps, 2 + 0.3 * steps


@given(SHAPES, st.sampled_from([1e-5, 0.1]), st.sampled_from([torch.float32, torch.float64]))
@EXAMPLES
def test_batch_norm_is_that_of_torch(shape, eps, dtype):
    x, (gamma, beta) = images(*shape, dtype=dtype), affine(shape[1], dtype)
    expected = F.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)
    tolerance = {torch.float32: 1e-4, torch.float64: 1e-9}[dtype]
    got = batch_norm.batch_norm2d(x, gamma, beta, eps)
    torch.testing.assert_close(got, expected, rtol=tolerance, atol=tolerance)


@given(SHAPES, st.sampled_from([0.0, 0.1, 0.3, 1.0]))
@EXAMPLES
def test_running_statistics_are_those_of_torch(shape, momentum):
    x, (mean, var) = images(*shape), affine(shape[1])
    expected = mean.clone(), var.clone()
    F.batch_norm(x, *expected, training=True, momentum=momentum)
    got = batch_norm.update_running_stats(x, mean, var, momentum)
    torch.testing.assert_close(got, expected)


@given(SHAPES, st.sampled_from([1e-5, 0.1]))
@EXAMPLES
def test_the_backward_pass_is_that_of_torch(shape, eps):
    x, (gamma, beta) = images(*shape), affine(shape[1])
    grad_output = images(*shape).flip(0, -1)
    leaves = [tensor.clone().requires_grad_() for tensor in (x, gamma, beta)]
    y = F.batch_norm(leaves[0], None, None, leaves[1], leaves[2], training=True, eps=eps)
    expected = torch.autograd.grad(y, leaves, grad_output)
    torch.testing.assert_close(
        batch_norm.batch_norm2d_backward(grad_output, x, gamma, eps), expected
    )


def test_numerical_gradients_agree():
    inputs = [tensor.requires_grad_() for tensor in (images(2, 2, 2, 3), *affine(2))]
    assert torch.autograd.gradcheck(batch_norm.batch_norm2d, inputs)
    layer = batch_norm.BatchNorm2d(2).double()
    assert torch.autograd.gradcheck(layer, inputs[:1])
    assert torch.autograd.gradcheck(layer.eval(), inputs[:1])


def test_the_layer_is_that_of_torch_step_after_step():
    ours, theirs = batch_norm.BatchNorm2d(3, 1e-3, 0.3), nn.BatchNorm2d(3, 1e-3, 0.3)
    for step in range(6):
        ours.train(step not in (2, 5))
        theirs.train(step not in (2, 5))
        x = images(2 + step, 3, 4, 5, dtype=torch.float32)
        torch.testing.assert_close(ours(x), theirs(x), rtol=1e-4, atol=1e-5)
        torch.testing.assert_close(ours.state_dict(), theirs.state_dict())


def test_states_of_both_layers_are_interchangeable():
    ours, theirs = batch_norm.BatchNorm2d(3), nn.BatchNorm2d(3)
    theirs(images(2, 3, 4, 4, dtype=torch.float32))
    ours.load_state_dict(theirs.state_dict())
    theirs.load_state_dict(ours.state_dict())
    assert list(ours.state_dict()) == list(theirs.state_dict())
    assert [name for name, _ in ours.named_parameters()] == ["weight", "bias"]


def test_running_statistics_keep_no_graph():
    layer = batch_norm.BatchNorm2d(2)
    layer(images(2, 2, 3, 3, dtype=torch.float32).requires_grad_())
    assert not layer.running_mean.requires_grad
    assert not layer.running_var.requires_grad


def test_the_block_is_that_of_torchs_layers():
    block = batch_norm.ConvBNReLU(3, 4).double()
    twin = nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU()
    ).double()
    twin.load_state_dict(block.state_dict())
    x = images(2, 3, 5, 7)
    torch.testing.assert_close(block(x), twin(x))
    torch.testing.assert_close(block.eval()(x), twin.eval()(x))


@pytest.mark.parametrize("with_norm", [True, False])
@pytest.mark.parametrize("size", [(8, 8), (9, 13), (32, 32)])
def test_the_small_network_takes_images_from_8x8_on(with_norm, size):
    net = batch_norm.SmallCNN(with_norm, num_classes=7)
    assert net(torch.zeros(2, 3, *size)).shape == (2, 7)
    assert any(isinstance(layer, batch_norm.BatchNorm2d) for layer in net.modules()) is with_norm


def test_both_small_networks_have_the_same_filters():
    nets = [batch_norm.SmallCNN(with_norm) for with_norm in (True, False)]
    with_norm, without = ([p.shape for p in net.parameters() if p.ndim > 1] for net in nets)
    assert with_norm == without


def test_the_loss_curve_is_that_of_torchs_sgd():
    model = batch_norm.SmallCNN(True).double()
    twin = deepcopy(model)
    batches = [(images(4, 3, 8, 8), torch.arange(4) + step) for step in range(3)]
    optimizer = torch.optim.SGD(twin.parameters(), lr=0.05)
    expected = []
    for x, y in batches:
        loss = F.cross_entropy(twin(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        expected.append(loss.item())
    assert batch_norm.loss_curve(model, iter(batches), lr=0.05) == pytest.approx(expected)
    torch.testing.assert_close(model.state_dict(), twin.state_dict())


X = torch.zeros(2, 3, 2, 2)
ONES, TWO = torch.ones(3), torch.ones(2)


@pytest.mark.parametrize(
    ("call", "names"),
    [
        pytest.param(lambda: batch_norm.batch_norm2d(X[0], ONES, ONES), "x has", id="axes"),
        pytest.param(lambda: batch_norm.batch_norm2d(X, TWO, ONES), "gamma has", id="gamma"),
        pytest.param(lambda: batch_norm.batch_norm2d(X, ONES, TWO), "beta has", id="beta"),
        pytest.param(
            lambda: batch_norm.update_running_stats(X, TWO, ONES), "running_mean has", id="mean"
        ),
        pytest.param(
            lambda: batch_norm.update_running_stats(X, ONES, TWO), "running_var has", id="var"
        ),
        pytest.param(
            lambda: batch_norm.update_running_stats(X, ONES, ONES, 1.5),
            "momentum is 1.5",
            id="momentum",
        ),
        pytest.param(
            lambda: batch_norm.batch_norm2d_backward(X[:1], X, ONES), "grad_output", id="backward"
        ),
        pytest.param(lambda: batch_norm.BatchNorm2d(2)(X), "weight has", id="layer"),
        pytest.param(
            lambda: batch_norm.loss_curve(batch_norm.SmallCNN(True), [], 0.0), "lr is 0", id="lr"
        ),
    ],
)
def test_a_bad_argument_is_refused_by_name_and_value(call, names):
    with pytest.raises(ValueError, match=names):
        call()


CALLS = {
    "batch_norm2d": (images(2, 3, 4, 5), *affine(3)),
    "update_running_stats": (images(2, 3, 4, 5), *affine(3)),
    "batch_norm2d_backward": (images(2, 3, 4, 5).flip(0), images(2, 3, 4, 5), affine(3)[0]),
}
DEVELOPMENT_ONLY = {"Float": jaxtyping.Float, "Tensor": Tensor}


@pytest.mark.parametrize("name", CALLS)
def test_shapes_are_those_that_the_annotations_promise(name):
    function, args = getattr(batch_norm, name), CALLS[name]
    hints = get_type_hints(function, {**vars(inspect.getmodule(function)), **DEVELOPMENT_ONLY})
    parameters = list(inspect.signature(function).parameters)[: len(args)]
    got, promised = function(*args), hints["return"]
    many = isinstance(got, tuple)
    pairs = [(value, hints[name]) for name, value in zip(parameters, args, strict=True)]
    pairs += zip(got, promised.__args__, strict=True) if many else [(got, promised)]
    with jaxtyping.jaxtyped("context"):  # within it, a letter stands for one size
        for value, hint in pairs:
            assert isinstance(value, hint), hint


@pytest.mark.parametrize("name", CALLS)
def test_inputs_stay_as_they_were(name):
    args = CALLS[name]
    before = [arg.clone() for arg in args]
    getattr(batch_norm, name)(*args)
    assert all(map(torch.equal, args, before))
