"""A failure shows where the wrong values lie, and no value."""

import msgspec
import pytest
import torch
from made_results import failed

from autograder.errors import CheckFailure
from autograder.report.drawing import drawn
from autograder.results import TestResult
from autograder.suite import assert_close


def places_of(wrong):
    expected = torch.zeros(wrong.shape, dtype=torch.float64)
    with pytest.raises(CheckFailure) as failure:
        assert_close(expected + wrong * 7, expected)
    return failure.value.places


def test_a_failure_shows_where_the_wrong_values_lie():
    wrong = torch.zeros(2, 3, 3, 4)
    wrong[..., 0, :] = 1
    wrong[0, 0, 2, 1] = 1
    assert places_of(wrong) == ("9999", "....", ".1..")


def test_a_vector_is_one_row():
    assert places_of(torch.tensor([0.0, 1.0, 0.0])) == (".9.",)


def test_a_large_plane_is_summed_up():
    wrong = torch.zeros(100, 40)
    wrong[0, 0] = 1
    wrong[:, 30:] = 1
    found = places_of(wrong)
    assert [len(found), *{len(row) for row in found}] == [16, 16]
    assert found[0] == "1" + "." * 11 + "9999"


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3, 4)])
def test_where_all_is_wrong_there_is_no_picture(shape):
    assert places_of(torch.ones(shape)) == ()


def test_a_picture_holds_no_value():
    x = torch.arange(12, dtype=torch.float64).reshape(3, 4) + 0.12345
    got = x.clone()
    got[1, 1] = 77.777
    with pytest.raises(CheckFailure) as failure:
        assert_close(got, x)
    assert failure.value.places == ("....", ".9..", "....")


def test_results_without_places_stay_as_they_were():
    assert b"places" not in msgspec.json.encode(failed("a", "b"))
    old = b'{"name": "a", "outcome": "failed", "message": "b", "seconds": 0.0}'
    assert msgspec.json.decode(old, type=TestResult) == failed("a", "b")


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (["9.9", "...", "..."], "2 of 9 places hold wrong values, all at the border"),
        (["...", ".1.", "..."], "1 of 9 places hold wrong values, none at the border"),
        (["9..", ".1.", "..."], "2 of 9 places hold wrong values"),
        (["9.9"], "2 of 3 places hold wrong values"),
    ],
)
def test_a_map_is_told_in_words(places, told):
    assert drawn(places).told == told


def test_a_map_has_a_path_for_each_shade():
    found = drawn(["9.1", "9.."])
    assert (found.rows, found.columns) == (2, 3)
    assert found.shades == ((0.38, "M2 0h1v1h-1z"), (1.0, "M0 0h1v1h-1zM0 1h1v1h-1z"))


@pytest.mark.parametrize("places", [[], [""], ["", "9"]])
def test_without_places_there_is_no_map(places):
    assert drawn(places) is None


def test_a_map_is_bounded_whatever_a_result_holds():
    found = drawn(["<9" * 100] * 100)
    assert (found.rows, found.columns, len(found.shades)) == (16, 16, 1)
