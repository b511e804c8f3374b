"""The one format that grading writes: `<out>/<assignment>/<student>.json`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from autograder import atomic
from autograder.course.assignment import Assignment
from autograder.errors import UsageError
from autograder.submission.names import result_file_name

Outcome = Literal["passed", "failed", "todo", "crashed", "timeout", "memory", "error"]
Status = Literal["graded", "not_judged"]
HUNDREDTH = 0.01  # scores are rounded to it


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a test compared, in the words of its message: what was expected beside what came.

    `wrong` of `size` values differ, the first of them at `place`, where the test counts them.
    """

    subject: str
    expected: str
    got: str
    place: str = ""
    wrong: int = 0
    size: int = 0


class TestResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One hidden test; `message` may be shown to the student. `error` is the course's fault.

    `places` is where in an answer the wrong values lie: see `autograder.suite.places`. `comparison`
    is what the message says, where it compares.
    """

    __test__ = False  # not a test class, whatever its name

    name: str
    outcome: Outcome
    message: str = ""
    seconds: float = 0.0
    places: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    comparison: Comparison | msgspec.UnsetType = msgspec.UNSET


class Advice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A misconception that gives just the student's answers, and what to do about it."""

    misconception: str
    text: str


class QuestionResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question's share of its points: tests passed over tests asked; and what was measured."""

    id: str
    title: str
    score: float
    points: float
    advice: tuple[Advice, ...] = ()
    tests: tuple[TestResult, ...] = ()
    measures: dict[str, float] = msgspec.field(default_factory=dict)  # such as accuracy: 0.87


class IsolationResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far the worker was locked down when this hand-in ran."""

    level: str
    mechanisms: tuple[str, ...] = ()


class AttemptResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One of several attempts that were all graded: its number, and what it came to."""

    attempt: int
    score: float | None
    late: bool = False


class Result(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A hand-in's grade. `score` is None where the hand-in was not judged: never a silent zero.

    Then its other questions keep their scores. `for_the_course` says which tests count for nobody,
    and what is wrong in a suite without costing anybody anything.
    `notes` say what of the hand-in did not run while it was imported; none of them costs points.
    `chosen` say which file counted and what was left out, as the hand-in was read.
    `ids` is who the student is elsewhere, by system: canvas, moodle, login, mail, name, ...
    `attempt` is which one counted, from 1 on, where the hand-in's name or place numbers them.
    `attempts` are all that were graded, where the best of them counts.
    `hints` is False where explanations that cost much were not searched for (`--no-hints`).
    """

    schema: Literal[1]
    student: str
    assignment: str
    status: Status
    score: float | None
    points: float
    isolation: IsolationResult
    device: str
    fingerprint: str
    seconds: float
    graded_at: str
    questions: tuple[QuestionResult, ...]
    notes: tuple[str, ...] = ()
    for_the_course: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    ids: dict[str, str] = {}
    submitted_at: str = ""  # as the download tells it, with a zone only if that is told
    late: bool = False  # as the learning platform marked it; it costs nothing here
    attempt: int = 0
    attempts: tuple[AttemptResult, ...] = ()
    chosen: tuple[str, ...] = ()
    hints: bool = True


def attempts_in_words(result: Result) -> str:
    """Which attempt counts, and what each came to; "" where there was one, or nothing tells."""
    if not result.attempts:
        return f"attempt {result.attempt} counts" if result.attempt else ""
    each = "; ".join(map(_attempt_in_words, result.attempts))
    counts = "counts" if result.score is not None else "was not judged"
    return f"attempt {result.attempt} {counts}, of {len(result.attempts)} that were graded: {each}"


def handed_in(result: Result) -> str:
    """What the platform told of the hand-in: late, and which attempt counts; "" where it told nothing."""
    parts = ["late" if result.late else "", attempts_in_words(result)]
    return "; ".join(filter(None, parts))


def _attempt_in_words(attempt: AttemptResult) -> str:
    score = "not judged" if attempt.score is None else f"{attempt.score:g}"
    return f"attempt {attempt.attempt} {score}{' (late)' if attempt.late else ''}"


def question_score(points: float, tests: tuple[TestResult, ...]) -> float:
    """A question's points shared by its tests, in hundredths."""
    passed = sum(test.outcome == "passed" for test in tests)
    return round(points * passed / len(tests), 2) if tests else 0.0


def total(questions: tuple[QuestionResult, ...]) -> float:
    """The sum of the questions' scores, so that the columns of a report add up."""
    return round(sum(question.score for question in questions), 2)


def contradiction(questions: tuple[QuestionResult, ...], assignment: Assignment) -> str:
    """Where a judge's questions are not those of the assignment as the command read it, or ""."""
    asked = [(question.id, question.points) for question in assignment.questions]
    answered = [(question.id, question.points) for question in questions]
    if asked != answered:
        return (
            f"assignment.toml of {assignment.slug} was changed while grading started: {asked} was "
            f"read, and judged by {answered}; run the command again"
        )
    for question in questions:
        if not 0 <= question.score <= question.points + HUNDREDTH:
            return f"{question.id}: {question.score} of {question.points} points cannot be"
    return ""


def timestamp() -> str:
    """This moment as results write it, in UTC: texts compare as the times do."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def path_of(out: Path, assignment: str, student: str) -> Path:
    """Where a student's result lies."""
    return out / assignment / result_file_name(student)


def attempts_folder(out: Path, assignment: str, student: str) -> Path:
    """Where the results of a student's attempts lie, of which the best counts."""
    return out / assignment / "attempts" / result_file_name(student).removesuffix(".json")


def write(out: Path, result: Result) -> Path:
    """Write one result atomically: a reader sees the old file or the whole new one."""
    return write_at(path_of(out, result.assignment, result.student), result)


def write_at(path: Path, result: Result) -> Path:
    """The same, at another place than a student's own."""
    text = msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n"
    try:
        atomic.replace_file(path, text)
    except OSError as error:
        why = f"{error.strerror}; free its place or choose another folder"
        raise UsageError(f"{path} cannot be written: {why}") from None
    return path


def read(path: Path) -> Result:
    """The result in a file; `UsageError` where it is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Result)
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise UsageError(f"{path} is no result of `autograder grade`: {error}") from None


def reason(result: Result) -> str:
    """Why a hand-in was not judged, for the instructor."""
    for question in result.questions:
        for test in question.tests:
            if test.outcome == "error":
                return f"{question.id}: {test.name}: {test.message}"
    return "no reason was recorded"
