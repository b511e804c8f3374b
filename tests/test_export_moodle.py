"""A grading worksheet as Moodle gives it is filled in; its columns are called as one says."""

import csv
import io

import pytest
from made_results import PADDING, not_judged, question, result

from autograder.errors import UsageError
from autograder.export.moodle import Columns, moodle
from autograder.export.worksheet import parse

ENGLISH = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments
Participant 7,Ada Lovelace,ada@example.org,Submitted for grading,,20.00,Yes,"Friday, 20 November 2026, 9:00 AM",-,
Participant 8,Alan Turing,alan@example.org,Submitted for grading,3.00,20.00,Yes,-,"Saturday, 21 November 2026",<p>old</p>
"""
GERMAN = """\
\ufeffID,Vollständiger Name,E-Mail-Adresse,Bewertung,Bestwertung,Zuletzt geändert (Bewertung),Feedback als Kommentar
Teilnehmer/in7,Ada Lovelace,ada@example.org,,"20,00",-,
"""


def rows(made):
    return list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"), newline="")))


def filled(*results, sheet=ENGLISH, scale=False, **columns):
    return moodle(results, parse(sheet.encode(), "sheet.csv"), Columns(**columns), scale)


def changed(made, sheet=ENGLISH):
    if made.content is None:  # nothing was entered, so no file is made
        assert made.entered == 0
        return {}
    before = csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"), newline=""))
    pairs = enumerate(zip(before, rows(made), strict=True))
    return {
        (n, name): new[name] for n, (old, new) in pairs for name in old if old[name] != new[name]
    }


@pytest.mark.parametrize("student", ["ada@example.org", "Ada Lovelace", "Participant 7"])
def test_a_student_is_known_by_the_columns_that_are_there(student):
    assert changed(filled(result(student=student))) == {(0, "Grade"): "17.5"}


def test_the_columns_are_called_as_one_says():
    made = filled(
        result(student="ada@example.org"),
        sheet=GERMAN,
        grade="Bewertung",
        known_by=("E-Mail-Adresse",),
        maximum="Bestwertung",
    )
    assert changed(made, GERMAN) == {(0, "Bewertung"): "17.5"}
    assert made.content.startswith(b"\xef\xbb\xbf")


def test_a_column_that_is_not_there_lists_those_that_are():
    with pytest.raises(UsageError, match="'Grade' is not in the template; it has: 'ID', 'Voll"):
        filled(result(), sheet=GERMAN, grade="Grade")


def test_the_number_of_a_download_is_known_in_every_language():
    made = filled(result(student="zoe", ids={"moodle": "7"}), sheet=GERMAN, grade="Bewertung")
    assert changed(made, GERMAN) == {(0, "Bewertung"): "17.5"}


def test_a_number_that_is_somebody_elses_name_counts_for_nobody():
    assert changed(filled(result(student="7", ids={"canvas": "7"}))) == {}


def of(number, name):
    return result(student=f"s{number}", ids={"moodle": str(number), "name": name})


@pytest.mark.parametrize(
    "name", ["Ada Lovelace", "Lovelace, Ada", "Team 2-ada lovelace", "Participant", "Ada Love-lace"]
)
def test_a_number_whose_name_fits_is_entered(name):
    assert changed(filled(of(7, name))) == {(0, "Grade"): "17.5"}


def test_a_number_that_is_another_ones_in_the_worksheet_is_not_entered_and_both_are_named():
    made = filled(of(7, "Ada Lovelace"), of(8, "Grace Hopper"))
    assert changed(made) == {(0, "Grade"): "17.5"}
    (problem,) = made.problems
    assert "participant 8 is 'Alan Turing' in the worksheet, and 'Grace Hopper' in" in problem


def test_the_worksheet_of_another_assignment_is_refused_with_both_named():
    with pytest.raises(UsageError) as refusal:
        filled(of(7, "Alan Turing"), of(8, "Ada Lovelace"))
    assert "participant 7 is 'Ada Lovelace' in the worksheet, and 'Alan Turing'" in str(
        refusal.value
    )
    assert "2 of 2 differ so: give the worksheet of the graded download" in str(refusal.value)


def test_a_locked_row_is_left_out_and_told():
    sheet = ENGLISH.replace("20.00,Yes", "20.00,No", 1)
    made = filled(result(student="Ada Lovelace"), result(student="Alan Turing"), sheet=sheet)
    assert changed(made, sheet) == {(1, "Grade"): "17.5"}
    assert made.problems == ("not entered: Ada Lovelace (a1_pooling): Moodle says it is locked",)


def test_feedback_says_score_questions_and_advice():
    made = filled(
        result(question(advice=[PADDING]), student="Ada Lovelace"), feedback="Feedback comments"
    )
    comment = rows(made)[0]["Feedback comments"]
    assert comment.startswith(
        "<p>17.5 / 20</p><ul><li>Max pooling: 1 / 2<br>zero padding: Pad with"
    )
    assert "&#45;inf." in comment


def test_without_a_column_for_it_feedback_stays():
    assert rows(filled(result(student="Alan Turing")))[1]["Feedback comments"] == "<p>old</p>"


def test_a_hand_in_that_was_not_judged_keeps_grade_and_feedback():
    made = filled(not_judged("Alan Turing"), feedback="Feedback comments")
    assert changed(made) == {}


def test_a_grade_above_the_maximum_is_entered_as_the_maximum_and_said():
    made = filled(result(student="Ada Lovelace", score=22.0))
    assert changed(made) == {(0, "Grade"): "20"}
    assert made.notes[-1] == "Ada Lovelace (a1_pooling): 22 entered as 20"


def test_another_maximum_is_refused_or_converted():
    sheet = ENGLISH.replace("20.00", "100.00")
    with pytest.raises(UsageError, match="a1_pooling has 20 points, the gradebook 100: .*--scale"):
        filled(result(student="Ada Lovelace"), sheet=sheet)
    made = filled(result(student="Ada Lovelace"), sheet=sheet, scale=True)
    assert changed(made, sheet) == {(0, "Grade"): "87.5"}


@pytest.mark.parametrize("odd", ["Distinction", "30.00"])
def test_a_scale_or_two_maxima_are_refused(odd):
    with pytest.raises(UsageError, match="'Maximum Grade' does not say one highest grade"):
        filled(result(student="Ada Lovelace"), sheet=ENGLISH.replace("20.00", odd, 1))


def test_who_is_not_there_is_said():
    assert filled(result(student="zoe")).problems == (
        "0 of 1 scores entered: compared columns Identifier, Email address, Full name with student "
        "'zoe' and the like; try --match with one of: Last modified (submission), Last modified "
        "(grade)",
        "could not be matched: zoe (a1_pooling): fits no row",
    )
