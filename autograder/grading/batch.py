"""From submissions to result files: one code path over any `concurrent.futures.Executor`."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from pathlib import Path

import msgspec

from autograder import atomic, results
from autograder.course.assignment import Assignment, Limits, Question
from autograder.errors import UsageError, WorkerLost
from autograder.fingerprint import fingerprint
from autograder.protocol.jobs import Job, Report, Subject
from autograder.results import IsolationResult, QuestionResult, Result, TestResult
from autograder.submission.kinds import is_notebook
from autograder.submission.record import Submission

SLOW = {  # to import -> words of a hand-in that will
    "matplotlib.pyplot": (b"matplotlib",),
    "autograder.networks.vision": (b"torchvision",),
    "torch.fx.experimental.symbolic_shapes": (
        b"gradcheck", b"grad_outputs", b"jit.trace", b"torch.func", b"torch.testing", b"checkpoint",
    ),
}  # fmt: skip
NO_ISOLATION_NEEDED = IsolationResult("full", ("nothing ran",))


class Options(msgspec.Struct, frozen=True):
    """How a batch is graded."""

    isolation: str = "best"
    device: str = "cpu"
    force: bool = False


class Finished(msgspec.Struct, frozen=True):
    """A hand-in with its result, which may be `kept` from an earlier run."""

    submission: Submission
    result: Result
    kept: bool = False


Grade = Callable[[Job], Report]
Marked = tuple[Submission, str]  # with its fingerprint


def grade_all(
    executor: Executor,
    grade: Grade,
    assignment: Assignment,
    submissions: Sequence[Submission],
    suite: str,
    out: Path,
    options: Options,
) -> Iterator[Finished]:
    """Grade what has no result of the same fingerprint yet; each is written as it finishes."""
    atomic.sweep(out / assignment.slug)

    def start(submission: Submission, mark: str) -> Future[Result]:
        return executor.submit(grade_one, grade, assignment, submission, mark, options)

    waiting: dict[Future[Result], Marked] = {}
    try:
        for submission in submissions:
            mark = fingerprint(submission, suite, options.device)
            kept = None if options.force else existing(out, assignment, submission.student, mark)
            if kept is None:
                waiting[start(submission, mark)] = submission, mark
            else:
                yield Finished(submission, kept, kept=True)
        lost: list[Marked] = []
        for submission, result in _finished(waiting, lost):
            results.write(out, result)
            yield Finished(submission, result)
        for submission, mark in lost:  # one by one: who is by itself now is the one to blame
            waiting = {start(submission, mark): (submission, mark)}
            result = _last_chance(next(iter(waiting)), assignment, submission, mark, options)
            results.write(out, result)
            yield Finished(submission, result)
    finally:
        for future in waiting:
            future.cancel()  # where the reader stopped early


def _finished(
    waiting: dict[Future[Result], Marked], lost: list[Marked]
) -> Iterator[tuple[Submission, Result]]:
    """Results as they come, each forgotten here; `lost` takes those whose process died."""
    for future in as_completed(waiting):
        submission, mark = waiting.pop(future)
        try:
            result = future.result()
        except WorkerLost:
            lost.append((submission, mark))
        else:
            yield submission, result


def _last_chance(
    future: Future[Result],
    assignment: Assignment,
    submission: Submission,
    mark: str,
    options: Options,
) -> Result:
    try:
        return future.result()
    except WorkerLost as death:
        report = Report(problem=f"{death}, for the second time")
        return _result(assignment, submission, mark, options, report)


def preload(limits: Limits, submissions: Sequence[Submission]) -> tuple[str, ...]:
    """The modules to import before any worker is forked.

    What takes seconds would take them of the time of a call, on a busy machine all of it. So the
    warm process imports it, where what will be imported speaks of it: a lesson handed in beside the
    module is not.
    """
    sources = [content for one in submissions for content in _imported(one)]
    slow = [
        module
        for module, words in SLOW.items()
        if any(word in content for word in words for content in sources)
    ]
    return (*limits.preload, *(module for module in slow if module not in limits.preload))


def _imported(submission: Submission) -> Iterator[bytes]:
    for name, content in submission.files.items():
        if name == submission.main or not is_notebook(name):
            yield content


def existing(out: Path, assignment: Assignment, student: str, mark: str) -> Result | None:
    """A result on disk that still holds, or None."""
    path = results.path_of(out, assignment.slug, student)
    try:
        found = results.read(path)
    except UsageError:  # none, or not whole: grade it
        return None
    return found if found.fingerprint == mark and found.status == "graded" else None


def grade_one(
    grade: Grade, assignment: Assignment, submission: Submission, mark: str, options: Options
) -> Result:
    """One hand-in's result."""
    if submission.problem:
        report = unreadable(assignment, submission.problem)
    else:
        subject = Subject(submission.files, submission.main)
        student = submission.student
        report = grade(
            Job(subject, isolation=options.isolation, device=options.device, student=student)
        )
    return _result(assignment, submission, mark, options, report)


def _result(
    assignment: Assignment, submission: Submission, mark: str, options: Options, report: Report
) -> Result:
    problem = report.problem
    questions = report.questions or unreadable(assignment, problem, "error").questions
    if wrong := results.contradiction(questions, assignment):
        problem, questions = wrong, unreadable(assignment, wrong, "error").questions
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
    )


def unreadable(assignment: Assignment, message: str, outcome: results.Outcome = "failed") -> Report:
    """The report on a hand-in of which nothing could be run: each question says why."""

    def question_result(question: Question) -> QuestionResult:
        tests = (TestResult("hand_in", outcome, message),)
        return QuestionResult(question.id, question.title, 0.0, question.points, (), tests)

    return Report(tuple(map(question_result, assignment.questions)), NO_ISOLATION_NEEDED)
