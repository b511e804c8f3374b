"""What the whole course costs: one perfect hand-in per assignment, all in one `autograder grade`."""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure.batch import Batch, run_batch
from measure.figures import Figure, Findings, figure, tell, this_machine
from measure.handins import module_name

from autograder.course.find import slugs as all_slugs

COURSE = Path(__file__).resolve().parent.parent
SECONDS = 60  # for all assignments together, imports of torch included
WORKER_MB = 2500


def main() -> None:
    options = _options()
    slugs = options.assignments or all_slugs(COURSE)
    with tempfile.TemporaryDirectory() as name:
        tree, out = Path(name) / "tree", Path(name) / "results"
        _hand_in(tree, slugs)
        timed = [run_batch(COURSE, tree, out, slugs=slugs) for _ in range(options.repeats)]
        watched = run_batch(COURSE, tree, out, memory=True, slugs=slugs)
    figures = (*_times(timed, slugs), *_memory(watched))
    tell(
        Findings("whole_course", this_machine(), figures, (f"solutions of {len(slugs)}",)),
        options.out,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignments", nargs="*", help="all where none is named")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=None, help="a file for the figures")
    return parser.parse_args()


def _hand_in(tree: Path, slugs: list[str]) -> None:
    """One student's folder with the solution of each assignment."""
    for slug in slugs:
        folder = tree / "ada" / slug
        folder.mkdir(parents=True)
        module = module_name(COURSE, slug)
        shutil.copy(COURSE / "solutions" / slug / module, folder / module)


def _times(batches: list[Batch], slugs: list[str]) -> Iterator[Figure]:
    yield figure("whole course", "s", [batch.seconds for batch in batches], SECONDS)
    yield figure("whole course, processor time", "s", [batch.cpu_seconds for batch in batches])
    for slug in slugs:
        found = [one.seconds for batch in batches for one in batch.graded if one.assignment == slug]
        yield figure(slug, "s", found)


def _memory(batch: Batch) -> Iterator[Figure]:
    if batch.worker_mb:  # only root may look
        yield figure("memory of a worker", "MB", batch.worker_mb, WORKER_MB, worst=True)


if __name__ == "__main__":
    main()
