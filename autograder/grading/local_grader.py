"""Grades on this machine, in the judges of a warm process."""

import contextlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from autograder.course.assignment import Assignment
from autograder.grading.judge_client import JobWatch, nobody
from autograder.grading.kept_hosts import Setting, WarmProcesses
from autograder.protocol.jobs import Job, Report, Suite
from autograder.system import processors


class LocalGrader:
    """Asks the judges of a warm process that others may use, too; `workers` jobs at a time."""

    def __init__(
        self, processes: WarmProcesses, setting: Setting, workers: int = 0, watch: JobWatch = nobody
    ) -> None:
        self.processes, self.setting, self.watch = processes, setting, watch
        self.workers = workers or processors()
        self._pool = ThreadPoolExecutor(self.workers)

    def suites(self, assignments: Sequence[Assignment]) -> list[Suite]:
        """What was collected for each assignment; `CourseError` where the course is wrong."""
        with contextlib.ExitStack() as stack:
            judges = [
                stack.enter_context(
                    self.processes.judge(self.setting, assignment.slug, assignment.limits)
                )
                for assignment in assignments
            ]
            return [judge.suite for judge in judges]

    def submit(self, assignment: Assignment, job: Job) -> Future[Report]:
        """The verdict on one subject, once there is one."""
        return self._pool.submit(self._grade, assignment, job)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """Forget what nobody has begun, and wait for the rest."""
        self._pool.shutdown(cancel_futures=True)

    def _grade(self, assignment: Assignment, job: Job) -> Report:
        with self.processes.judge(self.setting, assignment.slug, assignment.limits) as judge:
            return judge.grade(job, self.watch)


@contextlib.contextmanager
def local_grader(
    setting: Setting, workers: int = 0, watch: JobWatch = nobody
) -> Iterator[LocalGrader]:
    """A grader with a warm process of its own, which ends first: its jobs with it."""
    processes = WarmProcesses()
    with LocalGrader(processes, setting, workers, watch) as grader, contextlib.closing(processes):
        yield grader
