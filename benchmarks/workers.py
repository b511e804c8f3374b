"""Two workers over one: what a second processor brings, for each assignment and for all of them.

One worker alone leaves a part of its work, ending processes above all, to other processors: the less
a hand-in's tests compute, the larger that part is. So one worker that is held on one processor stands
beside it for the assignment that computes least.
"""

import argparse
import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
from measure.batch import run_batch
from measure.figures import Figure, Findings, at_least, figure, tell, this_machine
from measure.handins import SLUG, module_name, write_class
from measure.steady import run_steady

from autograder.course.find import slugs

COURSE = Path(__file__).resolve().parent.parent
LEAST, MOST = 4, 100  # hand-ins of a class
TWO_WORKERS = 1.8


class Rates(msgspec.Struct, frozen=True):
    """Hand-ins a second of one class in one round."""

    one: float
    two: float


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), options.seconds)
        figures = tuple(bench.figures(options.assignments or slugs(COURSE), options.rounds))
        sizes = ", ".join(f"{count} of {slug}" for slug, count in bench.counts.items())
    notes = (f"solutions: {sizes}",)
    tell(Findings("workers", this_machine(), figures, notes), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignments", nargs="*", help="all where none is named")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=20, help="of one worker, for a class")
    parser.add_argument("--out", type=Path, help="write the figures there as JSON")
    return parser.parse_args()


class Bench:
    """A folder for classes and results; a class keeps one worker busy for about `seconds`."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.seconds, self.turn = folder, seconds, 0
        self.counts: dict[str, int] = {}

    def figures(self, chosen: list[str], rounds: int) -> Iterator[Figure]:
        """Each assignment's ratio, and that of all: one hand-in of each, time over time."""
        self.counts = {slug: self._count(slug) for slug in chosen}
        found = [{slug: self._rates(slug) for slug in chosen} for _ in range(rounds)]
        for slug in chosen:
            rates = [one[slug] for one in found]
            yield figure(f"{slug}: one worker", "1/s", [one.one for one in rates])
            yield figure(f"{slug}: two workers", "1/s", [one.two for one in rates])
            ratios = [one.two / one.one for one in rates]
            yield at_least(f"{slug}: two workers / one", "times", ratios, TWO_WORKERS)
        course = [_ratio(list(one.values())) for one in found]
        yield at_least("all of them: two workers / one", "times", course, TWO_WORKERS)
        if SLUG in chosen:
            yield from self._held(found)

    def _held(self, found: list[dict[str, Rates]]) -> Iterator[Figure]:
        with _one_processor():
            held = [self._rate(SLUG, 1) for _ in found]
        yield figure(f"{SLUG}: one worker on one processor", "1/s", held)
        ratios = [one[SLUG].two / alone for one, alone in zip(found, held, strict=True)]
        name = f"{SLUG}: two workers / one on one processor"
        yield at_least(name, "times", ratios, TWO_WORKERS)

    def _count(self, slug: str) -> int:
        """How many hand-ins take one worker that long; an even number, for two."""
        submitted = self._class(slug, 1)
        batch = run_batch(COURSE, submitted, self.folder / "first", slugs=(slug,))
        wanted = int(self.seconds / batch.graded[0].seconds) // 2 * 2
        return min(max(wanted, LEAST), MOST)

    def _rates(self, slug: str) -> Rates:
        return Rates(self._rate(slug, 1), self._rate(slug, 2))

    def _rate(self, slug: str, workers: int) -> float:
        """From the moment when each worker has graded its first."""
        count = self.counts[slug]
        more = ("--workers", str(workers))
        out = self.folder / f"out{self.turn}"
        run = run_steady(COURSE, self._class(slug, count), out, more, slug=slug)
        return run.rate_between(workers - 1, count - 1)

    def _class(self, slug: str, count: int) -> Path:
        """New hand-ins; none is like one of another class."""
        self.turn += 1
        module = COURSE / "solutions" / slug / module_name(COURSE, slug)
        folder = self.folder / f"class{self.turn}"
        write_class(folder, {"solution": module.read_text("utf-8")}, count, str(self.turn))
        return folder


def _ratio(rates: list[Rates]) -> float:
    """One worker's seconds for a hand-in of each class over those of two."""
    return sum(1 / rate.one for rate in rates) / sum(1 / rate.two for rate in rates)


@contextlib.contextmanager
def _one_processor() -> Iterator[None]:
    """What is started meanwhile stays on one processor."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


if __name__ == "__main__":
    main()
