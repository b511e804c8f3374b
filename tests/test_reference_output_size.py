"""The formula of output sizes against counting, and what it refuses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import output_size as sizes


@given(st.integers(1, 30), st.integers(1, 9), st.integers(1, 9), st.integers(0, 4))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_output_size_is_the_number_of_places_a_window_can_take(n, kernel_size, stride, padding):
    starts = range(0, n + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        with pytest.raises(ValueError, match="kernel_size"):
            sizes.output_size(n, kernel_size, stride, padding)
    else:
        assert sizes.output_size(n, kernel_size, stride, padding) == len(starts)


def test_output_shape_takes_numbers_and_pairs():
    assert sizes.output_shape((6, 9), (2, 3), (1, 2), (0, 1)) == (5, 5)
    assert sizes.output_shape(7, 3, 2) == (3, 3)


@pytest.mark.parametrize(
    ("call", "names"),
    [
        pytest.param(lambda: sizes.output_size(0, 1), "n is 0", id="n"),
        pytest.param(lambda: sizes.output_size(3, 0), "kernel_size is 0", id="kernel_size"),
        pytest.param(lambda: sizes.output_size(3, 1, 0), "stride is 0", id="stride"),
        pytest.param(lambda: sizes.output_size(3, 1, 1, -1), "padding is -1", id="padding"),
        pytest.param(lambda: sizes.output_size(3, 6, 1, 1), "kernel_size is 6", id="too_long"),
        pytest.param(lambda: sizes.output_shape((3, 2), 3), "kernel_size is 3", id="one_axis"),
        pytest.param(lambda: sizes.output_shape((3, 2, 1), 1), "shape is", id="no_pair"),
    ],
)
def test_a_bad_argument_is_refused_by_name_and_value(call, names):
    with pytest.raises(ValueError, match=names):
        call()
