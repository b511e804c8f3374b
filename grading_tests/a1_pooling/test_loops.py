"""Pooling with loops: one NumPy image, every window in its place."""

import numpy as np
import pytest
from a1_inputs import NEGATIVE, picture

from autograder.suite import assert_close, assert_refuses_each, assert_unchanged, local
from reference import pooling

ref = local(pooling)
loops = pytest.mark.question("loops")

WINDOWS = pytest.mark.parametrize(
    ("size", "window"),
    [
        pytest.param((6, 6), {}, id="defaults"),
        pytest.param((5, 5), {"pool_size": 3, "stride": 1}, id="overlapping"),
        pytest.param((7, 7), {"pool_size": 3, "stride": 2}, id="strided"),
        pytest.param((5, 5), {}, id="leftover"),
        pytest.param((4, 9), {"pool_size": 2, "stride": 2}, id="wide"),
        pytest.param((9, 5), {"pool_size": 3, "stride": 2}, id="tall"),
        pytest.param((7, 9), {"pool_size": (2, 3), "stride": (1, 2)}, id="pairs"),
    ],
)


@loops
@WINDOWS
def test_max_loops_find_the_largest_value_of_each_window(student, size, window):
    image = picture(*size)
    assert_close(student.max_pool_loops(image, **window), ref.max_pool_loops(image, **window))


@loops
@pytest.mark.parametrize(
    ("size", "window"),
    [
        pytest.param((6, 6), {}, id="defaults"),
        pytest.param((5, 5), {"pool_size": 3, "stride": 1}, id="overlapping"),
        pytest.param((5, 5), {}, id="leftover"),
    ],
)
def test_max_loops_find_it_among_negative_values_too(student, size, window):
    image = picture(*size, span=NEGATIVE)
    assert_close(student.max_pool_loops(image, **window), ref.max_pool_loops(image, **window))


@loops
@WINDOWS
def test_avg_loops_find_the_mean_of_each_window(student, size, window):
    image = picture(*size)
    expected = ref.avg_pool_loops(image, **window)
    assert_close(student.avg_pool_loops(image, **window), expected, summands=9)


@loops
@pytest.mark.parametrize("name", ["max_pool_loops", "avg_pool_loops"])
def test_loops_keep_the_dtype_of_the_image(student, name):
    for dtype in (np.float32, np.float64):
        image = picture(6, 6).astype(dtype)
        got, expected = (getattr(f, name)(image) for f in (student, ref))
        assert_close(got, expected, summands=4, same_dtype=True)


@loops
@pytest.mark.parametrize("name", ["max_pool_loops", "avg_pool_loops"])
def test_loops_refuse_what_is_no_image_and_no_window_of_it(student, name):
    image = picture(6, 6)
    assert_close(getattr(student, name)(image), getattr(ref, name)(image), summands=4)
    cases = {
        "image has not two axes": (image[None],),
        "the window does not fit": (image, 7),
        "pool_size is below 1": (image, 0),
        "stride is below 1": (image, 2, 0),
    }
    assert_refuses_each(student, name, cases)


@loops
@pytest.mark.parametrize("name", ["max_pool_loops", "avg_pool_loops"])
def test_loops_leave_the_image_unchanged(student, name):
    image = picture(6, 6)
    assert_close(getattr(student, name)(image), getattr(ref, name)(image), summands=4)
    assert_unchanged(getattr(student, name), image)
