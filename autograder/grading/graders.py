"""Where hand-ins are graded: by a warm process on this machine, or by Dask's workers on many."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.assignment import Assignment
from autograder.errors import UsageError
from autograder.extras import require
from autograder.grading.batch import Grade, preload
from autograder.grading.dask.bundle import pack
from autograder.submission.record import Submission
from autograder.system import processors

if TYPE_CHECKING:
    from autograder.grading.judge_client import Watch

Batch = list[tuple[Assignment, list[Submission]]]  # of each assignment what was handed in
Seat = tuple[Grade, str]  # who grades an assignment, and the digest of its suite
Place = tuple[Executor, Callable[[], list[Seat]]]  # the seats may take seconds to make ready


def place(
    course: Path,
    batch: Batch,
    data: Path | None,
    workers: int,
    scheduler: str | None,
    watch: "Watch",
) -> AbstractContextManager[Place]:
    """This machine, whose trainings can be watched, or the cluster behind a scheduler's address."""
    if scheduler is None:
        return _here(course, batch, data, workers, watch)
    if workers:
        raise UsageError(
            f"--workers {workers} is for this machine: with --scheduler, start as many "
            f"`dask worker {scheduler}` as hand-ins shall be graded at a time"
        )
    require("dask", "grade --scheduler")
    return _on_cluster(course, batch, data, scheduler)


@contextmanager
def _here(
    course: Path, batch: Batch, data: Path | None, workers: int, watch: "Watch"
) -> Iterator[Place]:
    from autograder.grading.host import Warm  # noqa: PLC0415 - imports what only Linux has

    with (
        ThreadPoolExecutor(workers or processors()) as pool,
        Warm(course, _modules(batch), data=data) as warm,  # ends first: its jobs with it
    ):

        def seats() -> list[Seat]:
            judges = [warm.judge(one.slug, one.limits) for one, _ in batch]
            return [(partial(judge.grade, watch=watch), judge.suite.digest) for judge in judges]

        yield pool, seats


@contextmanager
def _on_cluster(course: Path, batch: Batch, data: Path | None, scheduler: str) -> Iterator[Place]:
    # both import Dask, which takes a second that nobody else shall pay
    from autograder.grading.dask.executor import cluster  # noqa: PLC0415
    from autograder.grading.dask.remote_judge import Far  # noqa: PLC0415

    bundle = pack(course, [one.slug for one, _ in batch])
    modules, where = _modules(batch), str(data.resolve()) if data else ""
    with cluster(scheduler, bundle) as executor:

        def seats() -> list[Seat]:
            far = [Far(one.slug, one.limits, bundle.digest, modules, where) for one, _ in batch]
            suites = executor.map(Far.suite, far)
            return [(one, suite.digest) for one, suite in zip(far, suites, strict=True)]

        yield executor, seats


def _modules(batch: Batch) -> tuple[str, ...]:
    """What all these assignments and hand-ins want imported, each once."""
    return tuple({name: None for one, found in batch for name in preload(one.limits, found)})
