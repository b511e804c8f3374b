"""What runs in a Dask worker: it unpacks the suite, keeps a warm process, and asks its judge.

It is trusted as the command is. Hand-ins run far below it, in locked workers of our own.
"""

import atexit
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from distributed import get_worker

from autograder.course.assignment import Limits
from autograder.errors import UsageError
from autograder.fingerprint import digest_of_engine
from autograder.grading.dask.bundle import Bundle, folder_of, unpack
from autograder.grading.kept_hosts import Setting, WarmProcesses
from autograder.protocol.jobs import Job, Report, Suite

T = TypeVar("T")
# Of this process: whoever imports this file on a Dask worker shares it. A suite that was edited needs
# a second one, while the first may be in use.
WARMED = WarmProcesses(2)
atexit.register(WARMED.close)


def with_bundle(bundle: Bundle, engine: str, call: Callable[[], T]) -> T:
    """What the call returns, made where the bundle lies unpacked; `engine`: whose grade is wanted."""
    worker = get_worker()
    if engine != digest_of_engine():
        raise UsageError(
            f"the Dask worker {worker.address} has another autograder than this command: install "
            "the same one on all machines, and start their workers again"
        )
    unpack(bundle, Path(worker.local_directory))
    return call()


class Far(msgspec.Struct, frozen=True):
    """A judge on whichever Dask worker this is called; it can be pickled and holds no file."""

    slug: str
    limits: Limits
    bundle: str  # the digest
    preload: tuple[str, ...] = ()
    data: str = ""

    def __call__(self, job: Job) -> Report:
        """The suite's verdict on one subject."""
        with WARMED.judge(self._setting(), self.slug, self.limits) as judge:
            return judge.grade(job)

    def suite(self) -> Suite:
        """What the judge collected; `CourseError` where the course is wrong."""
        with WARMED.judge(self._setting(), self.slug, self.limits) as judge:
            return judge.suite

    def _setting(self) -> Setting:
        course = folder_of(Path(get_worker().local_directory), self.bundle)
        return Setting(str(course), self.preload, self.data)
