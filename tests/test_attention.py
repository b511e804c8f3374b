"""Who needs a look: told in one short list, with a reason, and never to the score."""

from pathlib import Path

import pytest
from made_results import PASSED, not_judged, question, result

from autograder.cli.progress import BatchProgress
from autograder.cli.show import Detail, Format, View, show_end, shown
from autograder.course.assignment import Assignment, load
from autograder.grading.finished import Finished
from autograder.report.attention import needs_a_look, why_look
from autograder.report.site import class_page
from autograder.results import TestResult
from autograder.submission.record import Submission


def ended(outcome, message="", name="ties"):
    return TestResult(name, outcome, message)


def of(*tests, **changes):
    return result(question(*tests, score=0.0), **changes)


EMPTY = "pooling.py is empty. Write your solution into it, save it and hand it in again."
IMPORT = "pooling.py cannot be imported: SyntaxError: invalid syntax (pooling.py, line 3)"
STUB = "graded pooling (1).py: pooling.py is as it was handed out"


@pytest.mark.parametrize(
    ("handed_in", "why"),
    [
        (of(ended("todo"), ended("todo")), "untouched: all is still to do"),
        (of(ended("failed", EMPTY, "hand_in")), f"could not be read: {EMPTY}"),
        (of(ended("failed", IMPORT), ended("failed", IMPORT)), IMPORT),
        (of(PASSED, ended("crashed", "SIGSEGV")), "crashed in 1 of 2 tests"),
        (of(ended("memory"), ended("memory")), "ran out of memory in 2 of 2 tests"),
        (of(PASSED, notes=(STUB,)), STUB),
        (of(PASSED, notes=("graded work.py as pooling.py",)), "graded work.py as pooling.py"),
    ],
)
def test_what_needs_a_look_is_said_with_its_reason(handed_in, why):
    assert why_look(handed_in) == why


NOTE = "pooling.py, line 4, `{}`, was left out: {}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            NOTE.format("import reference", "ModuleNotFoundError: No module named 'reference'"),
            "imports what belongs to the course",
        ),
        (
            NOTE.format(
                "open(path)",
                "FileNotFoundError: [Errno 2] No such file or directory: 'grading_tests/a1_pooling'",
            ),
            "looked for the course's tests or solutions",
        ),
        (
            "PermissionError: [Errno 13] Permission denied: '/proc/1/environ'",
            "looked for files of the grading machine",
        ),
        (
            "URLError: <urlopen error [Errno -3] Temporary failure in name resolution>",
            "asked for the network, or to start a process",
        ),
    ],
)
def test_what_a_hand_in_reached_for_is_told_once_and_costs_nothing(text, why):
    for handed_in in (of(PASSED, notes=(text, text)), of(PASSED, ended("failed", text))):
        assert why_look(handed_in) == why


@pytest.mark.parametrize(
    "handed_in",
    [
        of(PASSED),
        of(PASSED, ended("failed", "1 of 4 values differ")),
        of(PASSED, ended("todo"), ended("timeout", "did not return within 10 s")),
        of(PASSED, notes=("pooling.py, line 9, `print(x)`, was left out: NameError: name 'x'",)),
        of(PASSED, notes=("x: FileNotFoundError: [Errno 2] No such file or directory: 'cat.png'",)),
        of(PASSED, notes=("x: ModuleNotFoundError: No module named 'einops'",)),
        not_judged(),
    ],
)
def test_what_is_ordinary_needs_no_look(handed_in):
    assert why_look(handed_in) == ""


def test_the_notes_of_discovery_count_too():
    assert (
        why_look(of(PASSED, chosen=("graded a.py as pooling.py",))) == "graded a.py as pooling.py"
    )
    assert why_look(of(PASSED, chosen=("graded pooling.py; lesson.ipynb was ignored",))) == ""


def end_of(capsys, assignment, handed_in, detail=Detail.line, kept=False):
    stream = [Finished(Submission(each.student, {}, ""), each, kept) for each in handed_in]
    view = View(Format.text, detail)
    with BatchProgress(len(stream)) as progress:
        graded = list(shown(stream, progress, view))
    capsys.readouterr()
    show_end(graded, [assignment], Path("out"), view)
    captured = capsys.readouterr()
    return [line for line in (captured.out + captured.err).splitlines() if "needs a look" in line]


@pytest.fixture
def assignment(make_course, tmp_path):
    course = make_course(tmp_path / "course")
    return load(course / "grading_tests" / "doubling")


def class_of(count):
    stub = [of(ended("todo"), student=f"s{n}", assignment="doubling") for n in range(count)]
    return [*stub, result(student="zoe", assignment="doubling")]


def test_the_end_of_a_class_lists_them_by_reason(capsys, assignment: Assignment):
    lines = end_of(capsys, assignment, class_of(3))
    assert lines == ["needs a look: s0, s1, s2: untouched: all is still to do"]
    (line,) = end_of(capsys, assignment, class_of(25))
    names = ", ".join(f"s{n}" for n in range(8))
    assert line == f"needs a look: {names} and 17 more: untouched: all is still to do"


def test_of_many_reasons_the_first_are_listed(capsys, assignment):
    crashes = [
        of(*[ended("crashed")] * (n + 1), student=f"s{n}", assignment="doubling") for n in range(12)
    ]
    *lines, last = end_of(capsys, assignment, crashes)
    assert len(lines) == len({*lines}) == 10
    assert last == "needs a look: 2 more; `report` lists all"


def test_who_is_kept_is_counted_and_not_listed_again(capsys, assignment):
    (line,) = end_of(capsys, assignment, class_of(25), kept=True)
    assert line == "needs a look: 25 of those kept; `report` lists all"


def test_a_few_hand_ins_and_a_quiet_run_have_no_list(capsys, assignment):
    assert end_of(capsys, assignment, class_of(2)) == []
    assert end_of(capsys, assignment, class_of(9), Detail.nothing) == []


def test_the_class_report_lists_them_and_hostile_texts_stay_texts():
    hostile = of(ended("failed", "<script>alert(1)</script> cannot be imported: x"), student="<b>")
    page = class_page([*class_of(3), hostile], {})
    assert page.count("untouched: all is still to do") == 3
    assert "Needs a look" in page
    assert "<script>alert" not in page
    assert "Needs a look" not in class_page([result()], {})
    assert [look.result.student for look in needs_a_look([result(), hostile])] == ["<b>"]
