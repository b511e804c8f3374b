"""From submissions to result files: one code path before any `Grader`."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, as_completed
from pathlib import Path

import msgspec

from autograder import atomic, results
from autograder.course.assignment import Assignment
from autograder.errors import WorkerLost
from autograder.fingerprint import fingerprint
from autograder.grading.best import BestOf
from autograder.grading.finished import Finished, Options, existing, result_of, unreadable
from autograder.grading.grader import Grader
from autograder.protocol.jobs import Job, Report, Subject
from autograder.results import Result
from autograder.submission.record import Submission


class Grading:
    """Hand-ins of one assignment before a grader: what is unchanged is kept, all else is graded."""

    def __init__(
        self, grader: Grader, assignment: Assignment, suite: str, out: Path, options: Options
    ) -> None:
        self.grader, self.assignment, self.suite = grader, assignment, suite  # suite: its digest
        self.out, self.options = out, options

    def mark(self, submission: Submission) -> str:
        """The fingerprint of a hand-in."""
        return fingerprint(submission, self.suite, self.options.device)

    def kept(self, submission: Submission, mark: str) -> Result | None:
        """The result of an earlier run that still holds, or None."""
        if self.options.force:
            return None
        return existing(self.place_of(submission), mark, self.options.hints)

    def place_of(self, submission: Submission) -> Path:
        """Where the student's result lies, or that of one attempt of several which are graded."""
        slug = self.assignment.slug
        if submission.competes:
            folder = results.attempts_folder(self.out, slug, submission.student)
            return folder / f"{submission.attempt}.json"
        return results.path_of(self.out, slug, submission.student)

    def start(self, submission: Submission) -> Future[Report]:
        """Have a hand-in graded; of one that cannot be read, the report is there at once."""
        if submission.problem:
            future: Future[Report] = Future()
            future.set_result(unreadable(self.assignment, submission.problem))
            return future
        subject, options = Subject(submission.files, submission.main), self.options
        job = Job(
            subject,
            isolation=options.isolation,
            device=options.device,
            hints=options.hints,
            student=submission.student,
        )
        return self.grader.submit(self.assignment, job)

    def result(self, submission: Submission, mark: str, report: Report) -> Result:
        """What a report comes to."""
        return result_of(self.assignment, submission, mark, self.options, report)

    def last_chance(self, future: Future[Report]) -> Report:
        """The report of a second try; another death is told as a problem."""
        try:
            return future.result()
        except WorkerLost as death:
            return Report(problem=f"{death}, for the second time")

    def finish(self, submission: Submission) -> Finished:
        """Keep or grade one hand-in, for whoever needs its result next."""
        mark = self.mark(submission)
        result = self.kept(submission, mark)
        if result:
            return Finished(submission, result, kept=True)
        try:
            report = self.start(submission).result()
        except WorkerLost:
            report = self.last_chance(self.start(submission))
        return Finished(submission, self.result(submission, mark, report))


Marked = tuple[Submission, str]  # with its fingerprint


def grade_all(grading: Grading, submissions: Sequence[Submission]) -> Iterator[Finished]:
    """Grade what has no result of the same fingerprint yet; each is written as it finishes.

    Where the best of several attempts counts, each of these is graded and kept by itself.
    """
    atomic.sweep(grading.out / grading.assignment.slug)
    compared = BestOf(submissions)
    each_attempt = [
        attempt for submission in submissions for attempt in submission.attempts or (submission,)
    ]
    for finished in _each(grading, each_attempt):
        if not finished.submission.competes:
            yield finished
        elif best := compared.with_result(finished):
            results.write(grading.out, best.result)
            yield best


def _each(grading: Grading, submissions: Sequence[Submission]) -> Iterator[Finished]:
    waiting: dict[Future[Report], Marked] = {}
    try:
        for submission in submissions:
            mark = grading.mark(submission)
            result = grading.kept(submission, mark)
            if result is None:
                waiting[grading.start(submission)] = submission, mark
            else:
                yield Finished(submission, _renewed(grading, result, submission), kept=True)
        lost: list[Marked] = []
        for submission, mark, report in _reports(waiting, lost):
            yield _written(grading, submission, grading.result(submission, mark, report))
        for submission, mark in lost:  # one by one: who is by itself now is the one to blame
            future = grading.start(submission)
            waiting = {future: (submission, mark)}
            report = grading.last_chance(future)
            yield _written(grading, submission, grading.result(submission, mark, report))
    finally:
        for future in waiting:
            future.cancel()  # where the reader stopped early


def _renewed(grading: Grading, result: Result, submission: Submission) -> Result:
    """The kept result, of whom the hand-in's place now says more than when it was graded."""
    renewed = msgspec.structs.replace(
        result,
        ids=submission.ids,
        late=submission.late,
        submitted_at=submission.submitted_at,
        attempt=submission.attempt,
        attempts=(),
        chosen=submission.notes,
    )
    if renewed != result:
        results.write_at(grading.place_of(submission), renewed)
    return renewed


def _written(grading: Grading, submission: Submission, result: Result) -> Finished:
    results.write_at(grading.place_of(submission), result)
    return Finished(submission, result)


def _reports(
    waiting: dict[Future[Report], Marked], lost: list[Marked]
) -> Iterator[tuple[Submission, str, Report]]:
    """Reports as they come, each forgotten here; `lost` takes those whose process died."""
    for future in as_completed(waiting):
        submission, mark = waiting.pop(future)
        try:
            report = future.result()
        except WorkerLost:
            lost.append((submission, mark))
        else:
            yield submission, mark, report
