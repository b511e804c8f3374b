"""A class of thousands: rate and memory stay flat, Dask costs little, and a run that was killed is
finished by the next one.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure.batch import tame_kinds
from measure.figures import Figure, Findings, at_least, figure, tell, this_machine
from measure.handins import SLUG, write_class
from measure.steady import Steady, may_look, run_steady

COURSE = Path(__file__).resolve().parent.parent
EARLY = 500  # hand-ins: memory and rate at the end are compared with those here
MEMORY, RATE = 1.10, 0.90  # at the end over at EARLY: at most, at least
DASK = 0.85  # of the rate of this machine's pool, at least
TIMES = ("seconds", "graded_at")  # what may differ between two gradings of one hand-in


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        figures = (
            *bench.sizes(options.counts),
            *bench.killed(options.killed),
            *bench.dask(options.dask, options.rounds),
        )
        notes = (f"copies of: {', '.join(bench.sources)}",)
    tell(Findings("scale", this_machine(), figures, notes), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--counts", type=int, nargs="+", default=[10, 100, 1000, 5000], help="hand-ins")
    add("--killed", type=int, default=5000, help="hand-ins of the run that is killed half-way")
    add("--dask", type=int, default=100, help="hand-ins for Dask against this machine's pool")
    add("--rounds", type=int, default=3, help="for Dask")
    add("--out", type=Path, help="write the figures there as JSON")
    return parser.parse_args()


class Bench:
    """A folder for classes and results."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.turn = folder, 0
        self.graded: dict[int, tuple[Path, Path]] = {}  # the last class of a size, and its results
        self.sources = tame_kinds(COURSE, folder, "timeout")  # what never ends costs its limit

    def run(self, count: int, *more: str) -> Steady:
        """Grade a new class."""
        submitted = self.submitted(count)
        out = self.folder / f"out{self.turn}"
        run = run_steady(COURSE, submitted, out, more)
        self.graded[count] = submitted, out
        if len(run.arrivals) != count:
            raise SystemExit(f"{count} were handed in and {len(run.arrivals)} results came")
        return run

    def submitted(self, count: int) -> Path:
        """A new class; no hand-in is like one of another class."""
        self.turn += 1
        write_class(self.folder / f"class{self.turn}", self.sources, count, str(self.turn))
        return self.folder / f"class{self.turn}"

    def sizes(self, counts: list[int]) -> Iterator[Figure]:
        """Rate and memory, class by class."""
        for count in counts:
            run = self.run(count)
            yield figure(f"hand-ins per second, once warm, of {count}", "1/s", [run.rate])
            if may_look() and run.memory:
                name = f"memory of all processes at the end of {count}"
                yield figure(name, "MB", run.memory_at(count - 1))
            early = min(EARLY, count // 2)
            if count == max(counts):
                yield from _flat(run, early, count)

    def killed(self, count: int) -> Iterator[Figure]:
        """A run that is killed half-way and called again, beside one that is left alone."""
        if count not in self.graded:
            self.run(count)
        submitted, whole = self.graded[count]
        halved = self.folder / "halved"
        run_steady(COURSE, submitted, halved, stop_after=max(1, count // 2))
        done = {path.name: path.read_bytes() for path in (halved / SLUG).glob("*.json")}
        run_steady(COURSE, submitted, halved)
        redone = [name for name, kept in done.items() if _read(halved, name) != kept]
        names = {path.name for path in (whole / SLUG).iterdir()}
        here = {path.name for path in (halved / SLUG).iterdir()}
        differ = [name for name in names & here if _facts(whole, name) != _facts(halved, name)]
        yield figure(f"results kept when {count} were killed half-way", "", [len(done)])
        yield figure("of them graded again", "", [len(redone)], 0)
        yield figure("lost, or left over", "", [len(names ^ here) + count - len(names)], 0)
        yield figure("other than without the kill", "", [len(differ)], 0)

    def dask(self, count: int, rounds: int) -> Iterator[Figure]:
        """Two Dask workers on this machine over two workers of its own, in turns."""
        with _cluster(self.folder) as address:
            self.run(min(count, len(self.sources)), "--scheduler", address)  # both import torch
            ways = (("--workers", "2"), ("--scheduler", address))
            rates = [[self.run(count, *way).rate for way in ways] for _ in range(rounds)]
        yield figure("Dask with two workers", "1/s", [there for _, there in rates])
        yield at_least("Dask / this machine's pool", "times", [b / a for a, b in rates], DASK)


def _flat(run: Steady, early: int, count: int) -> Iterator[Figure]:
    """What the largest class was like at its end, over what it was like at `early`."""
    size = max(2, min(early, count - early) // 2)  # results over which a rate is taken
    before = run.rate_between(max(0, early - size), early)
    after = run.rate_between(count - 1 - size, count - 1)
    yield at_least(f"rate at the end / around {early}", "times", [after / before], RATE)
    if may_look() and run.memory:
        at_end, at_early = run.memory_at(count - 1), run.memory_at(early)
        ratio = (sum(at_end) / len(at_end)) / (sum(at_early) / len(at_early))
        yield figure(f"memory at the end / at {early}", "times", [ratio], MEMORY)


@contextlib.contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """Two Dask workers on this machine; the address of their scheduler."""
    command = [sys.executable, "-m", "measure.dask_workers", "2", str(folder)]
    process = subprocess.Popen(
        command,
        cwd=COURSE / "benchmarks",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait()


def _read(out: Path, name: str) -> bytes:
    return (out / SLUG / name).read_bytes()


def _facts(out: Path, name: str) -> object:
    """A result without its times."""
    return json.loads(
        _read(out, name),
        object_pairs_hook=lambda pairs: {key: value for key, value in pairs if key not in TIMES},
    )


if __name__ == "__main__":
    main()
