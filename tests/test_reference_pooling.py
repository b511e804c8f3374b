"""The pooling reference against torch's own operators, autograd and its own annotations."""

import copy
import inspect
from collections.abc import Callable
from typing import Any, get_type_hints

import jaxtyping
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from reference import pooling

EXAMPLES = settings(max_examples=60, deadline=None, derandomize=True)


@st.composite
def windows(draw: st.DrawFn) -> dict[str, Any]:
    """Window arguments that fit the images of `distinct`; numbers and pairs."""
    kernel = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    stride = draw(st.none() | st.integers(1, 5) | st.tuples(st.integers(1, 5), st.integers(1, 5)))
    padding = tuple(draw(st.integers(0, k // 2)) for k in kernel)
    if kernel[0] == kernel[1] and padding[0] == padding[1]:
        kernel, padding = draw(st.sampled_from([(kernel, padding), (kernel[0], padding[0])]))
    return {"kernel_size": kernel, "stride": stride, "padding": padding}


def distinct(*shape: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """Values from -1 to 1, no two of them equal, so that no tie decides a gradient."""
    count = int(np.prod(shape))
    order = torch.randperm(count, generator=torch.Generator().manual_seed(count))
    return (order.to(dtype) * 2 / count - 1).reshape(shape)


def pulled_back(function: Any, x: Tensor, grad_output: Tensor) -> Tensor:
    x = x.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(function(x), x, grad_output)
    return gradient


@given(windows(), st.sampled_from([torch.float32, torch.float64]))
@EXAMPLES
def test_max_pooling_is_that_of_torch(window, dtype):
    x = distinct(2, 3, 6, 9, dtype=dtype)
    torch.testing.assert_close(pooling.max_pool2d(x, **window), F.max_pool2d(x, **window))


@given(windows(), st.booleans(), st.sampled_from([torch.float32, torch.float64]))
@EXAMPLES
def test_average_pooling_is_that_of_torch(window, count_include_pad, dtype):
    x = distinct(2, 3, 6, 9, dtype=dtype)
    window = {**window, "count_include_pad": count_include_pad}
    torch.testing.assert_close(pooling.avg_pool2d(x, **window), F.avg_pool2d(x, **window))


@pytest.mark.parametrize("name", ["max_pool2d", "avg_pool2d"])
@given(window=windows())
@EXAMPLES
def test_gradients_through_and_by_hand_are_those_of_torch(name, window):
    x = distinct(2, 3, 6, 9)
    pooled = getattr(F, name)(x, **window)
    grad_output = distinct(*pooled.shape)
    expected = pulled_back(lambda x: getattr(F, name)(x, **window), x, grad_output)
    through = pulled_back(lambda x: getattr(pooling, name)(x, **window), x, grad_output)
    by_hand = getattr(pooling, f"{name}_backward")(grad_output, x, **window)
    torch.testing.assert_close(through, expected)
    torch.testing.assert_close(by_hand, expected)


@pytest.mark.parametrize(
    "function",
    [
        pytest.param(lambda x: pooling.max_pool2d(x, 3, 2, 1), id="max"),
        pytest.param(lambda x: pooling.avg_pool2d(x, (2, 3), 2, 1, False), id="average"),
        pytest.param(pooling.global_avg_pool2d, id="global"),
        pytest.param(lambda x: pooling.channel_max_pool(x, 2), id="channels"),
    ],
)
def test_numerical_gradients_agree(function):
    assert torch.autograd.gradcheck(function, distinct(2, 4, 4, 5).requires_grad_())


def test_a_tied_gradient_goes_to_the_first_cell_by_hand_and_adds_up_through_autograd():
    x, grad_output = torch.zeros(1, 1, 2, 2), torch.ones(1, 1, 1, 1)
    by_hand = pooling.max_pool2d_backward(grad_output, x, 2)
    assert by_hand.flatten().tolist() == [1.0, 0.0, 0.0, 0.0]
    assert pulled_back(lambda x: pooling.max_pool2d(x, 2), x, grad_output).sum() == 1.0


@given(window=windows(), dtype=st.sampled_from([np.float32, np.float64]))
@EXAMPLES
def test_the_loops_are_the_poolings_of_torch(window, dtype):
    image = distinct(6, 9).numpy().astype(dtype)
    size, stride = window["kernel_size"], window["stride"] or window["kernel_size"]
    for loops, operator in (
        (pooling.max_pool_loops, F.max_pool2d),
        (pooling.avg_pool_loops, F.avg_pool2d),
    ):
        expected = operator(torch.from_numpy(image)[None], size, stride)[0].numpy()
        np.testing.assert_allclose(loops(image, size, stride), expected, rtol=1e-5, strict=True)


def test_global_and_channel_pooling_are_those_of_torch():
    x = distinct(2, 6, 3, 5)
    torch.testing.assert_close(pooling.global_avg_pool2d(x), F.adaptive_avg_pool2d(x, 1)[..., 0, 0])
    over_channels = F.max_pool3d(x[:, None], (3, 1, 1))[:, 0]
    torch.testing.assert_close(pooling.channel_max_pool(x, 3), over_channels)


X = torch.zeros(1, 4, 3, 3)


@pytest.mark.parametrize(
    ("call", "names"),
    [
        pytest.param(lambda: pooling.max_pool2d(X[0], 2), "x has shape", id="axes"),
        pytest.param(lambda: pooling.max_pool2d(X, 4), "kernel_size is 4", id="max"),
        pytest.param(lambda: pooling.avg_pool2d(X, 2, 1, 2), "padding is 2", id="half_padding"),
        pytest.param(lambda: pooling.global_avg_pool2d(X[0]), "x has shape", id="global"),
        pytest.param(lambda: pooling.channel_max_pool(X, 3), "group_size is 3", id="channels"),
        pytest.param(lambda: pooling.channel_max_pool(X, 0), "group_size is 0", id="no_channels"),
        pytest.param(lambda: pooling.max_pool2d_backward(X, X, 2), "grad_output", id="backward"),
        pytest.param(lambda: pooling.max_pool_loops(np.zeros(3)), "image has shape", id="loops"),
    ],
)
def test_a_bad_argument_is_refused_by_name_and_value(call, names):
    with pytest.raises(ValueError, match=names):
        call()


def test_comparing_gives_both_poolings_and_what_lies_between():
    x = distinct(1, 2, 5, 6)
    got = pooling.compare_pooling(x)
    torch.testing.assert_close(got["max"], F.max_pool2d(x, 2))
    torch.testing.assert_close(got["avg"], F.avg_pool2d(x, 2))
    torch.testing.assert_close(got["difference"], got["max"] - got["avg"])


@pytest.mark.parametrize(("shift", "agreement"), [(0, 1.0), (1, 1.0), (2, 0.5), (6, 0.5), (8, 1.0)])
def test_shift_agreement_is_the_fraction_of_cells_that_stay(shift, agreement):
    dot = torch.zeros(1, 1, 2, 8)
    dot[..., 2] = 1.0
    assert pooling.shift_agreement(lambda x: pooling.max_pool2d(x, 2), dot, shift) == agreement


def test_shift_agreement_overlooks_rounding():
    x = distinct(2, 3, 4, 9)
    assert pooling.shift_agreement(lambda x: x.cumsum(-1)[..., -1:], x, 4) == 1.0


CALLS = {
    "max_pool2d": (distinct(2, 3, 6, 7), 3, 2, 1),
    "avg_pool2d": (distinct(2, 3, 6, 7), 3, 2, 1, False),
    "global_avg_pool2d": (distinct(2, 3, 6, 7),),
    "channel_max_pool": (distinct(2, 6, 6, 7), 3),
    "compare_pooling": (distinct(2, 3, 6, 7), 2),
    "shift_agreement": (lambda x: x, distinct(2, 3, 6, 7), 2),
    "max_pool2d_backward": (distinct(2, 3, 3, 4), distinct(2, 3, 6, 7), 3, 2, 1),
    "avg_pool2d_backward": (distinct(2, 3, 3, 4), distinct(2, 3, 6, 7), 3, 2, 1),
    "max_pool_loops": (distinct(6, 7).numpy(), 3, 2),
    "avg_pool_loops": (distinct(6, 7).numpy(), 3, 2),
}
DEVELOPMENT_ONLY = {
    "Float": jaxtyping.Float,
    "Real": jaxtyping.Real,
    "Tensor": Tensor,
    "Callable": Callable,
}


@pytest.mark.parametrize("name", CALLS)
def test_shapes_are_those_that_the_annotations_promise(name):
    function, args = getattr(pooling, name), CALLS[name]
    hints = get_type_hints(function, {**vars(inspect.getmodule(function)), **DEVELOPMENT_ONLY})
    values = {**inspect.signature(function).bind(*args).arguments, "return": function(*args)}
    with jaxtyping.jaxtyped("context"):  # within it, a letter stands for one size
        for argument, value in values.items():
            if isinstance(value, Tensor | np.ndarray):
                assert isinstance(value, hints[argument]), argument


@pytest.mark.parametrize("name", CALLS)
def test_inputs_stay_as_they_were(name):
    args = CALLS[name]
    before = copy.deepcopy(args)
    getattr(pooling, name)(*args)
    for now, then in zip(args, before, strict=True):
        assert now is then or np.array_equal(now, then)


@pytest.mark.parametrize("dtype", [np.int64, np.uint8, np.bool_])
def test_the_mean_of_whole_numbers_is_no_whole_number(dtype):
    image = np.array([[1, 0], [1, 1]], dtype)
    means = pooling.avg_pool_loops(image, 2, 2)
    assert (means.dtype, means.tolist()) == (np.float64, [[0.75]])
