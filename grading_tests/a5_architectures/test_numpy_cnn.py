"""A convolution and a small network in NumPy. One network call may take long: few, small batches."""

import numpy as np
import pytest
import torch
from a5_networks import centred, ref

from autograder.suite import (
    assert_close,
    assert_refuses,
    assert_refuses_each,
    assert_unchanged,
    check,
    difference,
    is_real,
)

numpy_cnn = pytest.mark.question("numpy_cnn")

SHAPES = (  # of the ten arrays, in forward order
    (32, 3, 3, 3), (32,), (64, 32, 3, 3), (64,), (128, 64, 3, 3), (128,),
    (256, 2048), (256,), (10, 256), (10,),
)  # fmt: skip
# In forward order, but in no other: neither sorted by name nor by size.
NAMES = ("stem.w", "stem.b", "mid.w", "mid.b", "last.w", "last.b", "fc.w", "fc.b", "end.w", "end.b")


def arrays(*shape: int, seed: int = 0) -> np.ndarray:
    """Seeded values on both sides of 0, in float64."""
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


def state() -> list[np.ndarray]:
    """Weights that keep signals about as large as they are, and biases that matter."""
    return [
        arrays(*shape) * (0.3 if len(shape) == 1 else np.sqrt(2 / np.prod(shape[1:])))
        for shape in SHAPES
    ]


def convolve(namespace, x_shape, weight_shape, **options):
    x, weight, bias = arrays(*x_shape), arrays(*weight_shape), arrays(weight_shape[0])
    return namespace.conv2d(x, weight, bias, **options)


@numpy_cnn
@pytest.mark.parametrize(
    ("x", "weight"),
    [
        pytest.param((1, 1, 5, 5), (1, 1, 3, 3), id="one_channel"),
        pytest.param((1, 3, 4, 4), (2, 3, 1, 1), id="one_by_one"),
        pytest.param((4, 2, 6, 6), (3, 2, 3, 3), id="images_and_channels"),
        pytest.param((1, 2, 4, 7), (2, 2, 3, 3), id="wide"),
        pytest.param((1, 1, 5, 5), (2, 1, 3, 2), id="rectangular_filter"),
    ],
)
def test_conv2d_finds_each_filters_answer_at_each_place(student, x, weight):
    got, expected = (convolve(side, x, weight) for side in (student, ref))
    assert_close(got, expected, summands=20)


@numpy_cnn
@pytest.mark.parametrize(
    ("x", "weight", "padding"),
    [
        pytest.param((1, 1, 4, 4), (1, 1, 3, 3), 1, id="one"),
        pytest.param((2, 3, 5, 4), (2, 3, 3, 3), 2, id="two"),
    ],
)
def test_conv2d_puts_zeros_around_the_image(student, x, weight, padding):
    got, expected = (convolve(side, x, weight, padding=padding) for side in (student, ref))
    assert_close(got, expected, summands=30)


@numpy_cnn
def test_conv2d_keeps_the_dtype(student):
    for dtype in (np.float32, np.float64):
        given = [a.astype(dtype) for a in (arrays(1, 2, 4, 4), arrays(2, 2, 3, 3), arrays(2))]
        assert_close(student.conv2d(*given), ref.conv2d(*given), summands=20, same_dtype=True)


@numpy_cnn
def test_conv2d_leaves_its_input_unchanged(student):
    given = arrays(1, 2, 4, 4), arrays(2, 2, 3, 3), arrays(2)
    assert_close(student.conv2d(*given), ref.conv2d(*given), summands=20)
    assert_unchanged(student.conv2d, *given)


@numpy_cnn
def test_conv2d_refuses_a_negative_padding(student):
    given = arrays(1, 2, 4, 4), arrays(2, 2, 3, 3), arrays(2)
    assert_close(student.conv2d(*given, 0), ref.conv2d(*given, 0), summands=20)
    assert_refuses_each(student, "conv2d", {"padding is below 0": (*given, -1)})


@numpy_cnn
@pytest.mark.parametrize(
    ("x", "weight", "because"),
    [
        pytest.param((1, 3, 5, 5), (2, 4, 3, 3), "the channels differ", id="channels"),
        pytest.param((1, 2, 2, 5), (2, 2, 3, 3), "the filter is too high", id="high_filter"),
        pytest.param((1, 2, 5, 2), (2, 2, 3, 3), "the filter is too wide", id="wide_filter"),
    ],
)
def test_conv2d_refuses_what_does_not_fit(student, x, weight, because):
    fitting = (1, weight[1], 3, 3), weight
    got, expected = (convolve(side, *fitting) for side in (student, ref))
    assert_close(got, expected, summands=50)
    given = arrays(*x), arrays(*weight), arrays(weight[0])
    assert_refuses(student.conv2d, *given, because=because)


@numpy_cnn
@pytest.mark.parametrize(
    ("given", "n"),
    [
        pytest.param(state(), 3, id="a_list_three_images"),
        pytest.param(dict(zip(NAMES, state(), strict=True)), 1, id="a_dict_one_image"),
    ],
)
def test_simple_cnn_computes_the_right_logits_with_given_weights(student, given, n):
    x = arrays(n, 3, 32, 32)
    got, expected = (side.SimpleCNN.from_state.new(given).forward(x) for side in (student, ref))
    assert_same_logits(got, expected)


@numpy_cnn
def test_simple_cnn_keeps_the_dtype(student):
    for dtype in (np.float32, np.float64):
        given, x = [array.astype(dtype) for array in state()], arrays(1, 3, 32, 32).astype(dtype)
        got, expected = (side.SimpleCNN.from_state.new(given).forward(x) for side in (student, ref))
        assert_same_logits(got, expected)
        same = got.dtype == dtype
        check(
            same,
            difference(
                "the output of `forward`", got.dtype, x.dtype, kind="dtype", remark=", as x"
            ),
        )


def assert_same_logits(got, expected):
    """A row of logits for each image, up to a number per image."""
    check(isinstance(got, np.ndarray), "the output of `forward` must be a NumPy array")
    shape = expected.shape
    check(got.shape == shape, difference("the output", got.shape, shape, kind="shape"))
    check(is_real(got), f"the output has dtype {got.dtype}, not the input's")
    mine, theirs = centred(torch.from_numpy(got)), centred(torch.from_numpy(expected))
    assert_close(mine, theirs, summands=10_000)
