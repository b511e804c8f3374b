"""Output size: the formula, its rounding, its type, what it refuses, and rectangles."""

import pytest

from autograder.suite import assert_close, assert_equal, assert_refuses, assert_refuses_each, local
from reference import pooling

ref = local(pooling)
output_size = pytest.mark.question("output_size")


@output_size
@pytest.mark.parametrize(
    ("n", "window"),
    [
        pytest.param(7, {"kernel_size": 3}, id="step_of_one"),
        pytest.param(9, {"kernel_size": 3, "stride": 2}, id="strided"),
        pytest.param(6, {"kernel_size": 5, "padding": 2}, id="padded"),
        pytest.param(8, {"kernel_size": 4, "stride": 3, "padding": 1}, id="strided_and_padded"),
    ],
)
def test_output_size_counts_the_windows(student, n, window):
    assert_close(student.output_size(n, **window), float(ref.output_size(n, **window)))


@output_size
@pytest.mark.parametrize(
    ("n", "window"),
    [
        pytest.param(5, {"kernel_size": 2, "stride": 2}, id="half_a_step_over"),
        pytest.param(10, {"kernel_size": 3, "stride": 4}, id="most_of_a_step_over"),
        pytest.param(19, {"kernel_size": 4, "stride": 3, "padding": 1}, id="padded"),
    ],
)
def test_output_size_rounds_down(student, n, window):
    assert_close(student.output_size(n, **window), float(ref.output_size(n, **window)))


@output_size
def test_output_size_is_a_whole_number_of_type_int(student):
    assert_equal(student.output_size(9, 3, 2), ref.output_size(9, 3, 2))


@output_size
@pytest.mark.parametrize(
    ("fits", "too_long"),
    [
        pytest.param((4, 4), (4, 5), id="unpadded"),
        pytest.param((3, 5, 2, 1), (3, 6, 2, 1), id="padded"),
    ],
)
def test_output_size_refuses_a_window_that_does_not_fit(student, fits, too_long):
    assert_close(student.output_size(*fits), 1.0)
    assert_refuses(student.output_size, *too_long, because="the window does not fit")


@output_size
@pytest.mark.parametrize(
    ("least", "below"),
    [
        pytest.param((1, 1), (0, 1), id="size"),
        pytest.param((5, 1), (5, 0), id="window"),
        pytest.param((5, 1, 1), (5, 1, 0), id="stride"),
        pytest.param((5, 1, 1, 0), (5, 1, 1, -1), id="padding"),
    ],
)
def test_output_size_refuses_arguments_below_their_least(student, least, below):
    assert_close(student.output_size(*least), float(ref.output_size(*least)))
    assert_refuses(student.output_size, *below, because="an argument is too small")


@output_size
@pytest.mark.parametrize(
    ("shape", "window"),
    [
        pytest.param((6, 9), {"kernel_size": (2, 3), "stride": (1, 2)}, id="pairs"),
        pytest.param(7, {"kernel_size": 3, "stride": 2}, id="numbers"),
        pytest.param((8, 5), {"kernel_size": 3, "padding": (1, 0)}, id="mixed"),
    ],
)
def test_output_shape_treats_height_and_width_apart(student, shape, window):
    expected = tuple(map(float, ref.output_shape(shape, **window)))
    assert_close(student.output_shape(shape, **window), expected)


@output_size
def test_output_shape_refuses_what_output_size_refuses_on_either_axis(student):
    assert_close(student.output_shape((6, 9), 6), (1.0, 4.0))
    cases = {
        "the window is too high": ((6, 9), 7),
        "the window is too wide": ((9, 6), 7),
        "shape is below 1": ((0, 9), 1),
        "kernel_size is below 1": ((6, 9), (0, 2)),
        "stride is below 1": ((6, 9), 2, (1, 0)),
        "padding is below 0": ((6, 9), 2, 1, (0, -1)),
    }
    assert_refuses_each(student, "output_shape", cases)


@output_size
def test_output_shape_holds_whole_numbers_of_type_int(student):
    assert_equal(student.output_shape((9, 7), 3, 2), ref.output_shape((9, 7), 3, 2))
