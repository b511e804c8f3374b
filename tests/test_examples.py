"""The sample hand-ins, graded once: every score, every reason, every piece of advice is as it must be."""

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT

from autograder import results
from autograder.course.find import find_assignment

pytestmark = pytest.mark.slow

SLUG = "a1_pooling"
LEFT_BEHIND = "/var/tmp/leo_was_here"  # which he would write
QUESTIONS = find_assignment(ROOT, SLUG).questions


class Lost(NamedTuple):
    """A question that is not full: its score, how its tests ended besides passing, and the advice."""

    score: float
    outcomes: str
    advice: str = ""
    words: str = ""


def everywhere(outcome, words):
    return {question.id: Lost(0.0, outcome, words=words) for question in QUESTIONS}


# What is not listed has full marks.
EXPECTED = {
    "ada": {},
    "blaise": {},
    "carl": everywhere("todo", "is still to do"),
    "dora": {
        "loops": Lost(1.7, "todo", words="`avg_pool_loops` is still to do"),
        "avg_pool": Lost(0.0, "todo"),
        "backward": Lost(0.0, "todo"),
        "channel_pool": Lost(0.0, "todo"),
        "invariance": Lost(0.0, "todo"),
    },
    "emil": {"max_pool": Lost(3.23, "failed", "zeros_around_the_image")},
    "fay": {"backward": Lost(3.29, "failed", "last_window_overwrites")},
    "gus": {"output_size": Lost(1.68, "failed", "size_is_rounded_up")},
    "hana": {"avg_pool": Lost(2.4, "failed", "padded_cells_always_count")},
    "iris": {},
    "jonas": {"channel_pool": Lost(1.0, "timeout", words="did not return within 5 s")},
    "kim": {
        "global_avg_pool": Lost(0.0, "crashed", words="ended its process (exit status 0)"),
        "backward": Lost(0.0, "todo"),
    },
    "leo": {},
    "mona": everywhere("failed", "pooling.py cannot be imported: SyntaxError: expected ':'"),
    "nils": {
        "max_pool": Lost(3.85, "failed", "result_is_always_float32"),
        "avg_pool": Lost(2.85, "failed", "x_is_rounded_to_float32"),
        "backward": Lost(3.71, "failed", "x_is_rounded_to_float32 x_is_rounded_to_float32"),
        "invariance": Lost(0.92, "failed", "mend_max_pool_first mend_avg_pool_first"),
    },
    "olga": {},
    "pia": {
        "output_size": Lost(1.47, "failed", "size_is_not_rounded"),
        "loops": Lost(0.0, "failed", words="`max_pool2d` must not be used for it"),
        "max_pool": Lost(0.0, "failed", words="`max_pool2d` must not be used for it"),
        "avg_pool": Lost(0.0, "failed", words="`avg_pool2d` must not be used for it"),
        "global_avg_pool": Lost(0.78, "failed", "two_axes_of_one_are_kept"),
        "backward": Lost(0.0, "failed", words="there is no `max_pool2d_backward`"),
        "channel_pool": Lost(1.67, "failed", words="must raise ValueError"),
        "invariance": Lost(1.0, "passed", "rounding_counts_as_a_change"),  # which costs nothing
    },
}
EACH = pytest.mark.parametrize("student", EXPECTED)


class Run(NamedTuple):
    """The command over all samples, and what it wrote."""

    done: NamedTuple
    tables: NamedTuple  # the command again, which shows what it kept
    folder: Path
    graded: dict
    anyones: Path  # a folder that anyone may write to


@pytest.fixture(scope="module")
def run(tmp_path_factory, autograder):
    out = tmp_path_factory.mktemp("examples")
    submitted = tmp_path_factory.mktemp("class") / "submitted"
    shutil.copytree(ROOT / "examples/submitted", submitted)
    with tempfile.TemporaryDirectory() as name:
        anyones = Path(name)
        anyones.chmod(0o777)
        _lead_elsewhere(submitted / "leo" / SLUG / "pooling.py", anyones / "leo_was_here")
        command = ("grade", submitted, "--assignment", SLUG, "--out", out)
        done, tables = autograder(*command), autograder(*command, "--verbose")
        read = map(results.read, sorted((out / SLUG).glob("*.json")))
        graded = {result.student: result for result in read}
        yield Run(done, tables, out / SLUG, graded, anyones)


def _lead_elsewhere(path, left_behind):
    """Have the hand-in write a file of this run's: others may run it too, and unlocked."""
    source = path.read_text("utf-8")
    assert LEFT_BEHIND in source
    path.write_text(source.replace(LEFT_BEHIND, str(left_behind)), "utf-8")


def expected_of(student, question):
    return EXPECTED[student].get(question.id, Lost(question.points, "passed"))


def test_everyone_is_graded(run):
    assert run.done.status == 0
    assert run.done.err == ""
    assert sorted(run.graded) == sorted(EXPECTED)
    assert len(list(run.folder.iterdir())) == len(EXPECTED)
    assert {result.status for result in run.graded.values()} == {"graded"}


@EACH
def test_each_question_has_its_score(run, student):
    found = {question.id: question.score for question in run.graded[student].questions}
    assert found == {question.id: expected_of(student, question).score for question in QUESTIONS}


@EACH
def test_tests_end_as_they_must(run, student):
    for question, found in zip(QUESTIONS, run.graded[student].questions, strict=True):
        wanted = expected_of(student, question)
        lost = [test for test in found.tests if test.outcome != "passed"]
        assert {test.outcome for test in lost} <= {wanted.outcomes}
        assert bool(lost) == (wanted.score < question.points)
        assert not lost or wanted.words in lost[0].message


@EACH
def test_advice_names_the_misconception_and_no_other(run, student):
    found = {
        question.id: " ".join(advice.misconception for advice in question.advice)
        for question in run.graded[student].questions
    }
    assert found == {question.id: expected_of(student, question).advice for question in QUESTIONS}
    for question in run.graded[student].questions:
        assert all(advice.text.endswith(".") or ")" in advice.text for advice in question.advice)


@EACH
def test_the_result_adds_up(run, student):
    result = run.graded[student]
    assert (result.schema, result.assignment, result.points) == (1, SLUG, 20.0)
    assert result.score == results.total(result.questions)
    for question in result.questions:
        assert question.score == results.question_score(question.points, question.tests)


@EACH
def test_workers_were_locked_as_far_as_this_host_can(run, probe, student):
    found = run.graded[student].isolation
    assert (found.level, found.mechanisms) == (probe.level, probe.mechanisms)


def test_a_syntax_error_names_its_line_once(run):
    message = run.graded["mona"].questions[0].tests[0].message
    assert message.count("(pooling.py, line 33)") == 1


def test_who_looked_around_left_nothing_behind(run):
    assert "leo" in run.graded
    assert list(run.anyones.iterdir()) == []


def test_the_console_names_the_mistake_in_each_line(run):
    shown = {line.split()[0]: " ".join(line.split()) for line in run.done.out.splitlines()}
    assert shown["emil"].endswith("/20 max pooling: zeros around the image")
    assert shown["gus"].endswith("/20 output size: size is rounded up")
    assert shown["16"].startswith("16 graded, mean 15.3 of 20; ")


def test_the_tables_show_the_advice(run):
    shown = " ".join(run.tables.out.split())
    for advice in ("zeros around the image: You pad with zeros", "size is rounded up: You round"):
        assert advice in shown
    assert "16 kept, 0 graded, mean 15.3 of 20; " in shown
