"""The dropout reference against torch's own dropout, autograd, published counts and annotations.

Masks differ from draw to draw: with x = 1 the output shows its own mask, and torch's product with
that mask is what must come out for any other x. Shares are bounded by six standard deviations.
"""

import inspect
import math
from copy import deepcopy
from typing import get_type_hints

import jaxtyping
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from reference import dropout as reference
from reference.dropout_sweep import accuracy

PS = pytest.mark.parametrize("p", [0.0, 0.1, 0.3, 0.8, 1.0])
DTYPES = pytest.mark.parametrize("dtype", [torch.float32, torch.float64])


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def values(*shape: int, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.randn(shape, generator=seeded(sum(shape)), dtype=dtype)


def mask_of(shape: tuple[int, ...], p: float, seed: int = 1) -> Tensor:
    """1 where a call with this generator keeps a value."""
    return (reference.dropout(torch.ones(shape), p, generator=seeded(seed)) != 0).double()


@PS
@DTYPES
@pytest.mark.parametrize("shape", [(50,), (7, 9), (2, 3, 4, 5)])
def test_dropout_is_what_torch_makes_of_the_same_mask(p, dtype, shape):
    x = values(*shape, dtype=dtype)
    expected = torch.ops.aten.native_dropout_backward(
        x, mask_of(shape, p).bool(), 1 / (1 - p) if p < 1 else 0.0
    )
    torch.testing.assert_close(reference.dropout(x, p, generator=seeded(1)), expected)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.8])
def test_values_and_shares_are_those_of_torch(p):
    torch.manual_seed(0)
    n = 200_000
    ours, theirs = reference.dropout(torch.ones(n), p), F.dropout(torch.ones(n), p)
    torch.testing.assert_close(ours.unique(), theirs.unique())
    deviation = math.sqrt(p * (1 - p) / n)
    for y in (ours, theirs):
        assert abs((y == 0).double().mean() - p) < 6 * deviation


@pytest.mark.parametrize("p", [0.1, 0.3, 0.8])
def test_every_element_has_a_draw_of_its_own(p):
    dropped = mask_of((200, 100), p) == 0
    together = (p**2 + (1 - p) ** 2, 10_000)
    for one, other in ((dropped[::2], dropped[1::2]), (dropped[:, ::2], dropped[:, 1::2])):
        share, pairs = together
        agreed = (one == other).double().mean()
        assert abs(agreed - share) < 6 * math.sqrt(share * (1 - share) / pairs)


def test_calls_differ_and_generators_repeat():
    x = torch.ones(100)
    assert not torch.equal(reference.dropout(x, 0.3), reference.dropout(x, 0.3))
    assert torch.equal(mask_of((100,), 0.3), mask_of((100,), 0.3))
    assert not torch.equal(mask_of((100,), 0.3), mask_of((100,), 0.3, seed=2))


@PS
def test_nothing_happens_without_training(p):
    torch.testing.assert_close(reference.dropout(values(4, 5), p, training=False), values(4, 5))


@PS
def test_numerical_gradients_agree(p):
    x = values(3, 4).requires_grad_()
    assert torch.autograd.gradcheck(lambda x: reference.dropout(x, p, generator=seeded(1)), x)


@PS
@pytest.mark.parametrize("dtype", [torch.float64, torch.bool, torch.int64])
def test_the_gradient_by_hand_is_that_of_autograd(p, dtype):
    x, grad_output = values(7, 9).requires_grad_(), values(7, 9).flip(0)
    y = reference.dropout(x, p, generator=seeded(1))
    (expected,) = torch.autograd.grad(y, x, grad_output)
    mask = mask_of((7, 9), p).to(dtype)
    torch.testing.assert_close(reference.dropout_backward(grad_output, mask, p), expected)


def test_the_layer_is_that_of_torch_in_both_modes():
    ours, theirs = reference.Dropout(0.3), nn.Dropout(0.3)
    assert list(ours.state_dict()) == list(theirs.state_dict()) == []
    for layer in (ours, theirs):
        assert layer.training
        assert 0.25 < (layer(torch.ones(20_000)) == 0).double().mean() < 0.35
        torch.testing.assert_close(nn.Sequential(layer).eval()(values(4, 5)), values(4, 5))
        assert (layer.train()(torch.ones(100)) == 0).any()


@pytest.mark.parametrize(
    ("call", "names"),
    [
        pytest.param(lambda: reference.dropout(torch.ones(2), -0.1), "p is -0.1", id="below"),
        pytest.param(lambda: reference.dropout(torch.ones(2), 1.5), "p is 1.5", id="above"),
        pytest.param(lambda: reference.dropout(torch.ones(2), math.nan), "p is nan", id="nan"),
        pytest.param(lambda: reference.Dropout(2), "p is 2", id="layer"),
        pytest.param(
            lambda: reference.dropout_backward(torch.ones(2), torch.ones(2), -1), "p is -1", id="p"
        ),
        pytest.param(
            lambda: reference.dropout_backward(torch.ones(2, 3), torch.ones(1, 3), 0.5),
            "mask has shape",
            id="mask",
        ),
    ],
)
def test_a_bad_argument_is_refused_by_name_and_value(call, names):
    with pytest.raises(ValueError, match=names):
        call()


def test_the_network_is_that_of_its_layers_in_order():
    net = reference.CNNWithDropout(7, 0.3).double().eval()
    drop = lambda: nn.Dropout(0.3)  # noqa: E731
    layers = nn.Sequential(
        *(net.conv1, nn.ReLU(), nn.MaxPool2d(2), net.conv2, nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), net.fc1, nn.ReLU(), drop(), net.fc2, nn.ReLU(), drop(), net.fc3),
    )
    x = values(2, 3, 32, 32)
    torch.testing.assert_close(net(x), layers.eval()(x))
    net.train()
    layers.train()
    torch.manual_seed(1)
    ours = net(x)
    torch.manual_seed(1)
    torch.testing.assert_close(ours, layers(x))  # the same draws in the same places


def test_the_network_has_as_many_parameters_as_its_layers():
    count = sum(parameter.numel() for parameter in reference.CNNWithDropout().parameters())
    assert count == 1_792 + 73_856 + 4_194_816 + 131_328 + 2_570 == 4_404_362


def batches(n: int, seed: int) -> list[tuple[Tensor, Tensor]]:
    y = torch.arange(n) % 2
    x = torch.randn(n, 4, generator=seeded(seed)) + 2 * y[:, None]
    return list(zip(x.split(5), y.split(5), strict=True))


def test_the_sweep_trains_a_fresh_model_for_each_p_and_measures_it():
    made = []

    def make_model(p):
        model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), reference.Dropout(p), nn.Linear(8, 2))
        made.append((p, model, deepcopy(model)))
        return model

    train, test = batches(12, 1), batches(8, 2)
    found = reference.dropout_sweep(make_model, train, test, ps=(0.0, 0.3), epochs=3, seed=4)
    assert list(found) == [p for p, *_ in made] == [0.0, 0.3]
    for p, model, untrained in made:
        row = found[p]
        assert row["train_accuracy"] == accuracy(model, train)
        assert row["test_accuracy"] == accuracy(model, test)
        assert row["gap"] == row["train_accuracy"] - row["test_accuracy"]
        assert not torch.equal(model[0].weight, untrained[0].weight)
    assert torch.equal(made[0][2][0].weight, made[1][2][0].weight)  # the same seed for each p
    torch.manual_seed(99)
    again = reference.dropout_sweep(make_model, train, test, ps=(0.0, 0.3), epochs=3, seed=4)
    assert again == found


def test_accuracy_counts_images_not_batches():
    told = [(torch.eye(2)[[0, 0, 0]], torch.tensor([0, 0, 0])), (torch.eye(2)[[0]], torch.ones(1))]
    assert accuracy(nn.Identity(), told) == 0.75


CALLS = {
    "dropout": (values(2, 3, 4, 5), 0.3),
    "dropout_backward": (values(2, 3), torch.ones(2, 3), 0.3),
}


@pytest.mark.parametrize("name", CALLS)
def test_shapes_are_those_that_the_annotations_promise_and_inputs_stay(name):
    function, args = getattr(reference, name), CALLS[name]
    before = deepcopy(args)
    development_only = {"Float": jaxtyping.Float, "Shaped": jaxtyping.Shaped, "Tensor": Tensor}
    hints = get_type_hints(function, {**vars(inspect.getmodule(function)), **development_only})
    shown = {**inspect.signature(function).bind(*args).arguments, "return": function(*args)}
    with jaxtyping.jaxtyped("context"):  # within it, a letter stands for one size
        for argument, value in shown.items():
            if isinstance(value, Tensor):
                assert isinstance(value, hints[argument]), argument
    for now, then in zip(args, before, strict=True):
        assert torch.equal(torch.as_tensor(now), torch.as_tensor(then))
