"""Who grades hand-ins, as everybody asks who has some: `LocalGrader` here, `DaskGrader` on many machines."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Protocol

from autograder.course.assignment import Assignment
from autograder.protocol.jobs import Job, Report, Suite


class Grader(Protocol):
    """Starts judges, keeps them, and has others take the place of those that were killed."""

    def suites(self, assignments: Sequence[Assignment]) -> list[Suite]:
        """What was collected for each assignment; `CourseError` where the course is wrong.

        Suites are collected at the same time, so ask for all of them at once.
        """
        ...

    def submit(self, assignment: Assignment, job: Job) -> Future[Report]:
        """The verdict on one subject, once there is one; `WorkerLost` where its process died."""
        ...
