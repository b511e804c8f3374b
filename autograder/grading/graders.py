"""Chooses where hand-ins are graded: on this machine, or by Dask's workers on many."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.assignment import Assignment
from autograder.errors import UsageError
from autograder.extras import require
from autograder.grading.dask.bundle import pack
from autograder.grading.grader import Grader
from autograder.grading.preload import preload
from autograder.submission.record import Submission

if TYPE_CHECKING:
    from autograder.grading.judge_client import JobWatch

Batch = list[tuple[Assignment, list[Submission]]]  # of each assignment what was handed in


def open_grader(
    course: Path,
    batch: Batch,
    data: Path | None,
    workers: int,
    scheduler: str | None,
    watch: "JobWatch",
) -> AbstractContextManager[Grader]:
    """This machine, whose trainings can be watched, or the cluster behind a scheduler's address."""
    if scheduler is None:
        # imports what only Linux has
        from autograder.grading.kept_hosts import Setting  # noqa: PLC0415
        from autograder.grading.local_grader import local_grader  # noqa: PLC0415

        setting = Setting(str(course), _modules(batch), _resolved(data))
        return local_grader(setting, workers, watch)
    if workers:
        raise UsageError(
            f"--workers {workers} is for this machine: with --scheduler, start as many "
            f"`dask worker {scheduler}` as hand-ins shall be graded at a time"
        )
    require("dask", "grade --scheduler")
    return _on_cluster(course, batch, data, scheduler)


@contextmanager
def _on_cluster(course: Path, batch: Batch, data: Path | None, scheduler: str) -> Iterator[Grader]:
    # all import Dask, which takes a second that nobody else shall pay
    from autograder.grading.dask.dask_grader import DaskGrader  # noqa: PLC0415
    from autograder.grading.dask.executor import cluster  # noqa: PLC0415
    from autograder.grading.dask.remote_judge import Far  # noqa: PLC0415

    bundle = pack(course, [assignment.slug for assignment, _ in batch])
    modules, place = _modules(batch), _resolved(data)

    def far(assignment: Assignment) -> Far:
        return Far(assignment.slug, assignment.limits, bundle.digest, modules, place)

    with cluster(scheduler, bundle) as executor:
        yield DaskGrader(executor, far)


def _resolved(data: Path | None) -> str:
    return str(data.resolve()) if data else ""


def _modules(batch: Batch) -> tuple[str, ...]:
    """What all these assignments and hand-ins want imported, each once."""
    module_lists = (preload(assignment.limits, submissions) for assignment, submissions in batch)
    return tuple({module: None for modules in module_lists for module in modules})
