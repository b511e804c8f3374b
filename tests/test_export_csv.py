"""CSV as RFC 4180 has it: read again, it says what the results say, and no zero that is none."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_results import PADDING, not_judged, question, result

from autograder.escape import cell
from autograder.export.table import table

ADA = result(question(advice=[PADDING]), question(id="avg", score=0.0), score=1.0, points=4.0)
BOB = not_judged(points=4.0)
OTHER = result(question(id="max", score=2.0), assignment="a2_norm", score=2.0, points=2.0)


def read(*results):
    return list(csv.DictReader(io.StringIO(table(results), newline="")))


def test_a_row_has_the_score_and_each_question():
    (row,) = read(ADA)
    expected = {"assignment": "a1_pooling", "student": "ada", "status": "graded", "score": "1"}
    expected |= {"points": "4", "percent": "25", "max": "1", "avg": "0", "seconds": "0.4"}
    expected |= {"advice": "max: zero_padding", "reason": "", "isolation": "full", "device": "cpu"}
    assert {name: row[name] for name in expected} == expected


def test_what_was_not_judged_has_a_reason_and_no_number():
    row = read(ADA, BOB)[1]
    assert [row[name] for name in ("score", "percent", "max", "avg")] == ["", "", "", ""]
    assert row["reason"] == "max: ties: the suite has no torch"


def test_questions_of_several_assignments_do_not_mix():
    first, second = read(ADA, OTHER)
    assert (first["a1_pooling/max"], first["a2_norm/max"]) == ("1", "")
    assert (second["a1_pooling/max"], second["a2_norm/max"]) == ("", "2")


def test_lines_end_as_the_rfc_says():
    text = table([ADA, BOB])
    assert text.count("\r\n") == text.count("\n") == 3


def test_the_same_results_give_the_same_text_in_their_order():
    assert table([ADA, BOB]) == table([ADA, BOB])
    assert [row["student"] for row in read(BOB, ADA)] == ["bob", "ada"]


def test_no_results_are_a_header():
    assert read() == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        (" =1", "' =1"),
        ("\t=1", "\\t=1"),
        ("a;=1", "a;'=1"),
        ("a=1, b-2", "a=1, b-2"),
        ("1", "1"),
        ("", ""),
        ("O'Hara", "O'Hara"),
    ],
)
def test_a_formula_gets_an_apostrophe(text, shown):
    assert cell(text) == shown


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(), st.text())
def test_any_text_stays_in_its_cell(student, id):
    (row,) = read(result(question(id=f"q{id}"), student=student))
    assert row["student"] == cell(student, 200)
    assert row[cell(f"q{id}", 200)] == "1"
