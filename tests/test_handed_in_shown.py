"""Lateness and the attempt that counted stand wherever a result is shown; who is missing, in the class report."""

import csv
import html
import io
import json

import pytest
from made_results import not_judged, result

from autograder import results
from autograder.export.github import annotations, summary
from autograder.export.gradescope import gradescope
from autograder.export.table import table
from autograder.export.wording import feedback
from autograder.report.markdown import markdown_page
from autograder.report.site import class_page, student_page
from autograder.results import AttemptResult, handed_in
from autograder.submission.roster import Person

ATTEMPTS = (AttemptResult(1, 1.5), AttemptResult(2, 3.0, late=True), AttemptResult(3, None))
LATE = result(student="ada", late=True, attempt=2, attempts=ATTEMPTS[:2])
WORDS = "late; attempt 2 counts, of 2 that were graded: attempt 1 1.5; attempt 2 3 (late)"
SHOWN = {
    "feedback": lambda made: "\n".join(text for _, text in feedback(made)),
    "page": lambda made: student_page([made], {}),
    "class": lambda made: class_page([made], {}),
    "markdown": lambda made: markdown_page([made], {}).replace("\\", ""),
    "annotations": lambda made: "\n".join(annotations(made)),
    "summary": lambda made: summary([made]).replace("`", ""),
    "gradescope": lambda made: json.loads(gradescope(made))["output"],
    "csv": lambda made: next(csv.DictReader(io.StringIO(table([made]))))["handed_in"],
}


@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN)
def test_late_and_the_attempt_are_shown_once(show):
    assert html.unescape(show(LATE)).replace("%2C", ",").count(WORDS) == 1
    assert "attempt" not in show(result(student="ada"))


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (result(), ""),
        (result(late=True), "late"),
        (result(attempt=3), "attempt 3 counts"),
        (
            not_judged(attempt=3, attempts=ATTEMPTS),
            "attempt 3 was not judged, of 3 that were graded: "
            "attempt 1 1.5; attempt 2 3 (late); attempt 3 not judged",
        ),
    ],
)
def test_what_the_platform_told_in_words(made, words):
    assert handed_in(made) == words


PEOPLE = [Person({"name": "Lovelace, Ada"}), Person({"name": "Ross, <b>Bob"}), Person({"id": "7"})]


def test_the_class_report_lists_who_of_the_roster_is_missing_and_who_is_nobody_on_it():
    page = class_page([result(student="Ada Lovelace"), result(student="cem")], {}, PEOPLE)
    missing = page[page.index('id="missing"') : page.index('id="strangers"')]
    assert "2 of the roster have no result" in missing
    assert "Ross, &lt;b&gt;Bob" in missing
    assert "Ada" not in missing
    strangers = page[page.index('id="strangers"') : page.index('id="scores"')]
    assert ">cem</a>" in strangers
    assert "grade --prune" in strangers


def test_of_several_assignments_it_says_which_are_missing():
    page = class_page(
        [result(student="7"), result(student="7", assignment="a2"), result(student="Ada Lovelace")],
        {"a2": "Second"},
        PEOPLE[::2],
    )
    missing = page[page.index('id="missing"') : page.index('id="scores"')]
    assert ("Lovelace, Ada" in missing, "Second" in missing, "not on" in missing) == (
        True,
        True,
        False,
    )


def test_without_a_roster_nobody_is_missing():
    page = class_page([result()], {})
    assert 'id="missing"' not in page
    assert 'id="strangers"' not in page


def test_the_command_takes_a_roster(autograder, tmp_path, write_files):
    results.write(tmp_path / "out", result(student="ada"))
    write_files(tmp_path, {"roster.csv": "login\nada\nbob\n"})
    run = autograder("report", "out", "--out", "made", "--roster", "roster.csv", cwd=tmp_path)
    assert run.status == 0
    assert "1 of the roster have no result" in (tmp_path / "made/index.html").read_text()
