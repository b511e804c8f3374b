"""What pooling is invariant to: both poolings side by side, and shifts that cells survive."""

import pytest
import torch
from a1_inputs import DTYPES, images
from props import totals_of_rows

from autograder.suite import (
    assert_close,
    assert_refuses_each,
    assert_unchanged,
    check,
    fields,
    local,
    number,
)
from reference import pooling

ref = local(pooling)
invariance = pytest.mark.question("invariance")


@invariance
@pytest.mark.parametrize(
    ("name", "window"),
    [
        pytest.param("max", {"kernel_size": (2, 3)}, id="max"),
        pytest.param("avg", {"kernel_size": (3, 2)}, id="avg"),
        pytest.param("difference", {"kernel_size": 3}, id="difference"),
        pytest.param("difference", {}, id="default_window"),
    ],
)
def test_compare_pooling_has_both_poolings_and_their_difference(student, name, window):
    x = images(3, 2, 6, 6)
    (got,) = fields(student.compare_pooling(x, **window), name)
    assert_close(got, ref.compare_pooling(x, **window)[name], summands=9, what=f"{name!r}")


def dots(*columns: int) -> torch.Tensor:
    """An image for each column, `(n, 1, 4, 8)`: black, with one white cell in row 1."""
    x = torch.zeros(len(columns), 1, 4, 8)
    for image, column in zip(x, columns, strict=True):
        image[0, 1, column] = 1.0
    return x


# Blocks of 2x2 make 8 cells an image; a dot that leaves its block changes two of them.
@invariance
@pytest.mark.parametrize(
    ("columns", "shift", "agreement"),
    [
        pytest.param((2,), 1, 1.0, id="inside_a_window"),
        pytest.param((3,), 2, 0.75, id="into_the_next_window"),
        pytest.param((7,), 1, 0.75, id="around_the_edge"),
        pytest.param((0, 1, 4, 2), 1, 1 - 2 / 32, id="some_of_several"),
    ],
)
def test_shift_agreement_is_the_fraction_of_cells_that_stay(student, columns, shift, agreement):
    pool = student.props.largest_of_blocks.get()
    assert_close(student.shift_agreement(pool, dots(*columns), shift), agreement)


# Who compares with `==`, or overlooks less than all rounding, is told so and loses nothing. A
# number that has nothing to do with the cells may lie in between too, so they are asked for first.
@invariance
def test_shift_agreement_of_cells_that_differ_by_rounding_only(student):
    blocks = student.props.largest_of_blocks.get()
    assert_close(student.shift_agreement(blocks, dots(3), 2), 0.75)
    x = images(1, 3, 3, 9, span=(0.0, 1.0), dtype=torch.float64)
    got = number(student.shift_agreement(student.props.totals_of_rows.get(), x, 4))
    least = float((totals_of_rows(x) == totals_of_rows(x.roll(4, dims=-1))).double().mean())
    message = f"{got:.6g} of the cells are said to stay; all do, but for rounding"
    check(least - 1e-6 <= got <= 1 + 1e-6, message)


@invariance
def test_compare_pooling_keeps_the_dtype(student):
    for dtype in DTYPES:
        x = images(1, 2, 4, 4, dtype=dtype)
        got, expected = (f.compare_pooling(x) for f in (student, ref))
        assert_close(got, expected, summands=4, same_dtype=True)


@invariance
def test_compare_pooling_refuses_what_cannot_be_pooled(student):
    x = images(1, 2, 4, 4)
    assert_close(student.compare_pooling(x), ref.compare_pooling(x), summands=4)
    cases = {
        "x has not four axes": (x[0],),
        "the window does not fit": (x, 5),
        "kernel_size is below 1": (x, 0),
    }
    assert_refuses_each(student, "compare_pooling", cases)


@invariance
def test_compare_pooling_leaves_its_input_unchanged(student):
    x = images(1, 2, 4, 4)
    assert_close(student.compare_pooling(x), ref.compare_pooling(x), summands=4)
    assert_unchanged(student.compare_pooling, x)


@invariance
def test_shift_agreement_leaves_its_input_unchanged(student):
    pool = student.props.largest_of_blocks.get()
    assert_close(student.shift_agreement(pool, dots(3), 2), 0.75)
    assert_unchanged(student.shift_agreement, pool, dots(3), 2)
