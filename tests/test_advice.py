"""What a hand-in is told of each question, by the command, in a course without misconceptions."""

import json
from types import SimpleNamespace

import pytest

from autograder.course.assignment import Assignment, Question
from autograder.diagnose import Catalogue
from autograder.judge.advice import Adviser
from autograder.results import Advice

TOML = """\
title = "Doubling"
module = "doubling.py"

[[questions]]
id = "size"
title = "The size"
points = 2
names = ["size"]

[[questions]]
id = "double"
title = "Twice the number"
points = 4
names = ["double"]
"""
REFERENCE = """\
def size(x):
    return x.shape[-1] + 0.5


def double(x, by=2.0, start=0.0):
    return x * by + start + 0 * size(x)
"""
SUITE = """\
import pytest
import torch

from autograder.suite import assert_close, local
from reference import doubling

ref = local(doubling)
X = torch.tensor([1.5, -2.0, 4.0])


@pytest.mark.question("size")
@pytest.mark.parametrize("x", [X, X[:2]])
def test_size(student, x):
    assert_close(student.size(x), ref.size(x))


@pytest.mark.question("double")
@pytest.mark.parametrize("options", [{}, {"by": 3.0}, {"by": 3.0, "start": 1.5}, {"start": 2.5}])
def test_double(student, options):
    assert_close(student.double(X, **options), ref.double(X, **options))
"""
RIGHT = REFERENCE
HAND_INS = {
    "right": RIGHT,
    "ignores": RIGHT + "\n\ndef double(x, by=2.0, start=0.0):\n    return 2.0 * x + start\n",
    "rests": RIGHT.replace("+ 0.5", "+ 1.5").replace("0 * size(x)", "size(x) - x.shape[-1] - 0.5"),
    "apart": RIGHT.replace("+ 0.5", "+ 1.5").replace("0 * size(x)", "0 * (by == 3.0)").replace(
        "x * by", "x * 2.0"
    ),
    "strange": RIGHT.replace("x * by + start", "(x * by + start + 5) ** 3 * (1 if start else 1 / by)"),
    "factor": RIGHT.replace("x * by + start", "(x * by + start) * (3 + 4)"),
    "number": RIGHT.replace("x * by + start", "(x * by + start) * 7"),
    "hidden": RIGHT + "\n\ndef double(x, by=2.0, start=0.0):\n"
    "    return x * (by if len(x) == 4 else 2.0) + start\n",
}  # fmt: skip
MISCONCEPTIONS = "from reference import doubling as correct  # noqa: F401\n"


@pytest.fixture(scope="module")
def results(tmp_path_factory, autograder, make_course, write_files):
    """The results of all hand-ins, graded by one command."""
    root = tmp_path_factory.mktemp("advice")
    changes = {
        "grading_tests/doubling/assignment.toml": TOML,
        "grading_tests/doubling/misconceptions.py": MISCONCEPTIONS,
        "grading_tests/doubling/test_double.py": SUITE,
        "reference/doubling.py": REFERENCE,
    }
    course = make_course(root / "course", changes)
    files = {f"{name}/doubling.py": source for name, source in HAND_INS.items()}
    submitted = write_files(root / "submitted", files)
    done = autograder(
        "--course", course, "grade", submitted, "--assignment", "doubling", "--out", root / "out"
    )
    assert done.status == 0, done.err
    return {
        name: json.loads((root / "out" / "doubling" / f"{name}.json").read_text())
        for name in HAND_INS
    }  # fmt: skip


def told(results, name, question="double"):
    """The names of a question's advice, its texts, and the messages of failed tests."""
    assert results[name]["status"] == "graded"
    assert not results[name].get("for_the_course")
    (found,) = [found for found in results[name]["questions"] if found["id"] == question]
    advice = found["advice"]
    messages = [test["message"] for test in found["tests"] if test["outcome"] == "failed"]
    return [one["misconception"] for one in advice], [one["text"] for one in advice], messages


def test_a_right_hand_in_is_told_nothing(results):
    assert told(results, "right") == ([], [], [])


def test_an_equation_is_told_without_a_catalogue(results):
    names, texts, _ = told(results, "ignores")
    assert names == ["by_is_ignored"]
    assert texts == [
        "Your `double` gives exactly what is right for by = 2.0, whatever by is given."
    ]


def test_a_question_that_rests_on_a_wrong_one_says_so_and_blames_nothing_else(results):
    assert told(results, "rests", "size")[0] == ["answer_is_one_too_large"]
    names, (text,), _ = told(results, "rests")
    assert names == ["mend_size_first"]
    assert text.startswith("This question uses `size` of “The size”, which gives wrong answers.")


def test_a_question_beside_a_wrong_one_that_it_does_not_use_keeps_its_own_advice(results):
    assert told(results, "apart")[0] == ["by_is_ignored"]


def test_where_nothing_explains_the_message_begins_with_what_is_common(results):
    names, _, messages = told(results, "factor")
    assert names == []
    assert messages[0].startswith("Every wrong answer is 7 times the right one. 3 of 3 values")
    assert not messages[1].startswith("Every")


def test_a_small_edit_of_the_own_code_is_told_by_its_place(results):
    names, texts, messages = told(results, "number")
    assert names == ["number_is_wrong"]
    assert texts == ["Line 6: `7`; with another number, all 4 failed tests pass."]
    assert not any(message.startswith("Every") for message in messages)


def test_what_is_right_on_the_tests_only_is_not_told(results):
    names, texts, _ = told(results, "hidden")  # a fresh call has four values
    assert names == [
        "number_ignores_an_argument"
    ]  # neither "2.0, whatever by is" nor "!=" for "=="
    assert texts == ["Line 10: `2.0`; with an argument in its place, all 2 failed tests pass."]


def test_what_nothing_explains_is_met_with_silence(results):
    assert told(results, "strange")[0] == []


def test_an_error_while_answers_are_explained_costs_what_is_not_told_yet():
    run = SimpleNamespace(faults=[])
    assignment = Assignment("a9", "Small", "small.py", (Question("line", "A line", 2, ("line",)),))
    adviser = Adviser(run, assignment, Catalogue({}, {}), list)
    first = Advice("one", "One.")

    def find():
        yield first
        raise RuntimeError("sizes differ")

    assert adviser._told(assignment.questions[0], "an edit", find) == (first,)
    assert run.faults == ["line: an edit cannot be compared with some answers (RuntimeError)"]
