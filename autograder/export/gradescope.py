"""Gradescope: `results.json` for one hand-in, a test case for each question.

gradescope-autograders.readthedocs.io, "Autograder Specifications": "Output format", "Controlling
Test Case Visibility", "Output String Formatting", "Leaderboards". Every format is said to be `text`: the default of
the top level shows HTML. What the grading printed stays hidden from students.
"""

import math
from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from autograder.errors import UsageError
from autograder.escape import NAME, lines, one_line
from autograder.export.wording import advice, points
from autograder.results import QuestionResult, Result, handed_in

SMALLER_IS_BETTER = ("seconds", "parameters", "loss")
SHOWN = 10  # failed tests of a question whose messages are repeated


class Visibility(StrEnum):
    """When students see a test case; while one is hidden from them, so is the total."""

    hidden = "hidden"
    after_due_date = "after_due_date"
    after_published = "after_published"
    visible = "visible"


def gradescope(result: Result, visibility: Visibility = Visibility.after_published) -> bytes:
    """One result as `results.json`; `UsageError` where there is no score to give."""
    if result.score is None:
        raise UsageError(
            "a hand-in that was not judged has no results.json, which would be a zero: expected a "
            "score; mend the suite and grade it again with autograder grade"
        )
    notes = [f"Handed in: {told}"] if (told := handed_in(result)) else []
    notes += [f"Note: {lines(note)}" for note in (*result.chosen, *result.notes)]
    tests = [_test(n, question, visibility) for n, question in enumerate(result.questions, 1)]
    whole = {
        "score": result.score,
        "execution_time": round(result.seconds, 2),
        "output": "\n".join([f"{points(result.score)} of {points(result.points)} points", *notes]),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": visibility.value,
        "stdout_visibility": Visibility.hidden.value,
        "tests": tests,
    }
    if board := _leaderboard(result.questions):
        whole["leaderboard"] = board
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _leaderboard(questions: Sequence[QuestionResult]) -> list[dict[str, object]]:
    """What was measured, accuracy first; smaller is better for seconds and sizes."""
    measured = [question for question in questions if question.measures]
    board: list[dict[str, object]] = []
    for question in measured:
        names = sorted(question.measures, key=lambda name: name != "accuracy")
        for name in (name for name in names if math.isfinite(question.measures[name])):
            words = name.replace("_", " ").strip()
            shown = words[:1].upper() + words[1:]
            label = f"{question.title}: {shown}" if len(measured) > 1 else shown
            small = name.endswith(SMALLER_IS_BETTER)
            entry = {"name": one_line(label, NAME), "value": question.measures[name]}
            board.append({**entry, "order": "asc" if small else "desc"})
    return board


def _test(number: int, question: QuestionResult, visibility: Visibility) -> dict[str, object]:
    whole = question.score >= question.points
    return {
        "number": str(number),
        "name": one_line(question.title, NAME),
        "name_format": "text",
        "score": question.score,
        "max_score": question.points,
        "status": "passed" if whole else "failed",
        "output": "\n".join(_output(question)),
        "output_format": "text",
        "visibility": visibility.value,
    }


def _output(question: QuestionResult) -> Iterator[str]:
    passed = sum(test.outcome == "passed" for test in question.tests)
    yield f"{passed} of {len(question.tests)} tests pass."
    if question.advice:
        yield lines(advice(question))
    failed = [test for test in question.tests if test.outcome not in ("passed", "todo")]
    for test in failed[:SHOWN]:
        yield f"{one_line(test.name, NAME)}: {lines(test.message)}"
    if len(failed) > SHOWN:
        yield f"... and {len(failed) - SHOWN} more"
