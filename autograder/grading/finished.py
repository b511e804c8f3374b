"""Defines what comes out of grading one hand-in, and reads and makes its result."""

from pathlib import Path

import msgspec

from autograder import results
from autograder.course.assignment import Assignment, Question
from autograder.errors import UsageError
from autograder.protocol.jobs import Report
from autograder.results import IsolationResult, QuestionResult, Result, TestResult
from autograder.submission.record import Submission

NO_ISOLATION_NEEDED = IsolationResult("full", ("nothing ran",))


class Options(msgspec.Struct, frozen=True):
    """How a batch is graded."""

    isolation: str = "best"
    device: str = "cpu"
    force: bool = False
    hints: bool = True


class Finished(msgspec.Struct, frozen=True):
    """A hand-in with its result, which may be `kept` from an earlier run."""

    submission: Submission
    result: Result
    kept: bool = False


def existing(path: Path, mark: str, hints: bool) -> Result | None:
    """A result on disk that still holds, or None: also where it lacks `hints` that are wanted."""
    try:
        result = results.read(path)
    except UsageError:  # none, or not whole: grade it
        return None
    holds = result.fingerprint == mark and result.status == "graded"
    return result if holds and (result.hints or not hints) else None


def result_of(
    assignment: Assignment, submission: Submission, mark: str, options: Options, report: Report
) -> Result:
    """What a report comes to, where it does not contradict the assignment."""
    problem = report.problem
    questions = report.questions or unreadable(assignment, problem, "error").questions
    if contradiction := results.contradiction(questions, assignment):
        problem, questions = contradiction, unreadable(assignment, contradiction, "error").questions
    judged = not problem
    return Result(
        schema=1,
        student=submission.student,
        assignment=assignment.slug,
        status="graded" if judged else "not_judged",
        score=results.total(questions) if judged else None,
        points=assignment.points,
        isolation=report.isolation,
        device=options.device,
        fingerprint=mark,
        seconds=report.seconds,
        graded_at=results.timestamp(),
        questions=questions,
        notes=report.notes,
        for_the_course=(*report.faults, *report.left_out) or msgspec.UNSET,
        ids=submission.ids,
        late=submission.late,
        submitted_at=submission.submitted_at,
        attempt=submission.attempt,
        chosen=submission.notes,
        hints=options.hints,
    )


def unreadable(assignment: Assignment, message: str, outcome: results.Outcome = "failed") -> Report:
    """The report on a hand-in of which nothing could be run: each question says why."""

    def question_result(question: Question) -> QuestionResult:
        tests = (TestResult("hand_in", outcome, message),)
        return QuestionResult(question.id, question.title, 0.0, question.points, (), tests)

    return Report(tuple(map(question_result, assignment.questions)), NO_ISOLATION_NEEDED)
