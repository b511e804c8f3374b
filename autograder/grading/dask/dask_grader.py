"""Grades on the workers of a Dask cluster, each with judges of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future

from autograder.course.assignment import Assignment
from autograder.grading.dask.remote_judge import Far
from autograder.protocol.jobs import Job, Report, Suite


class DaskGrader:
    """Sends jobs to whichever Dask worker is free; `far` makes the call that is sent."""

    def __init__(self, executor: Executor, far: Callable[[Assignment], Far]) -> None:
        self.executor, self.far = executor, far

    def suites(self, assignments: Sequence[Assignment]) -> list[Suite]:
        """What was collected for each assignment; `CourseError` where the course is wrong."""
        return list(self.executor.map(Far.suite, map(self.far, assignments)))

    def submit(self, assignment: Assignment, job: Job) -> Future[Report]:
        """The verdict on one subject, once there is one; `WorkerLost` where its process died."""
        return self.executor.submit(self.far(assignment), job)
