"""What grading costs: hand-ins per second, a lone one, memory, and against the plain way.

The plain way is a fresh `pytest` per hand-in, in one process and without any isolation.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from measure.batch import LOST, Batch, grade_command, run_batch
from measure.clock import IMPORT_TORCH, in_turns, seconds
from measure.figures import Figure, Findings, figure, tell, this_machine
from measure.handins import SLUG, kind_of, kinds, write_class

COURSE = Path(__file__).resolve().parent.parent
LONE_SECONDS = 1.5  # a lone hand-in may take this much longer than `import torch`
PRIVATE_MB = 40
BESIDE = 20  # hand-ins of a batch that runs beside the plain way
SOME_TESTS_FAILED = 1  # pytest's exit status


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        batch = bench.batch(options.handins)
        figures = [
            *of_batch(batch),
            *bench.memory(min(options.handins, BESIDE)),
            *bench.lone(options.repeats),
            *bench.against_plain(options.plain, min(options.handins, BESIDE), batch),
        ]
        notes = (f"{options.handins} hand-ins, copies of: {', '.join(bench.sources)}",)
    tell(Findings("throughput", this_machine(), tuple(figures), notes), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--handins", type=int, default=100, help="in the one large batch")
    parser.add_argument("--plain", type=int, default=5, help="rounds of the plain way beside ours")
    parser.add_argument("--repeats", type=int, default=5, help="for the lone hand-in")
    parser.add_argument("--out", type=Path, default=COURSE / "benchmarks" / "results.json")
    return parser.parse_args()


class Bench:
    """A folder with hand-ins, and what is measured on them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sources = folder, kinds(COURSE)
        self.turn = 0

    def batch(
        self, count: int, memory: bool = False, sources: dict[str, str] | None = None
    ) -> Batch:
        """`count` new hand-ins through `autograder grade`, on all cores."""
        self.turn += 1
        submitted = self.folder / f"class{self.turn}"
        write_class(submitted, sources or self.sources, count, str(self.turn))
        return run_batch(COURSE, submitted, self.folder / "results", memory)

    def memory(self, count: int) -> Iterator[Figure]:
        """Private memory of judges and workers, from a batch of its own: asking takes time."""
        batch = self.batch(count, memory=True)
        yield figure("memory of a judge", "MB", batch.judge_mb, PRIVATE_MB, worst=True)
        yield figure("memory of a worker", "MB", batch.worker_mb, PRIVATE_MB, worst=True)

    def lone(self, repeats: int) -> Iterator[Figure]:
        """One hand-in by itself, beside the import that no grading can do without."""
        (path,) = write_class(self.folder / "lone", self.sources, 1)
        commands = IMPORT_TORCH, grade_command(path, self.folder / "results")
        imports, lone = in_turns(repeats, commands, COURSE)
        more = [ours - theirs for ours, theirs in zip(lone, imports, strict=True)]
        yield figure("import torch", "s", imports)
        yield figure("a lone hand-in", "s", lone)
        yield figure("a lone hand-in, more than import torch", "s", more, LONE_SECONDS)

    def against_plain(self, rounds: int, count: int, first: Batch) -> Iterator[Figure]:
        """Rounds of the plain way, each beside a batch of ours; hand-ins that it survives only."""
        lost = {kind_of(one.student) for one in first.graded if one.outcomes & LOST}
        sources = {name: text for name, text in self.sources.items() if name not in lost}
        cores = len(os.sched_getaffinity(0))
        paths = cycle(write_class(self.folder / "plain", sources, rounds * cores))
        plain, warm, whole = [], [], []
        for _ in range(rounds):
            plain.append(plain_seconds(list(islice(paths, cores)), cores))
            batch = self.batch(count, sources=sources)
            warm.append(plain[-1] / batch.warm_seconds)
            whole.append(plain[-1] / batch.whole_seconds)
        yield figure("plain pytest, per hand-in", "s", plain)
        yield figure("plain / ours, once warm", "times", warm)
        yield figure(f"plain / ours, whole command for {count}", "times", whole)


def of_batch(batch: Batch) -> Iterator[Figure]:
    """How fast a large batch went, and what it took."""
    count = len(batch.arrivals)
    yield figure("hand-ins per second, once warm", "1/s", [1 / batch.warm_seconds])
    yield figure("hand-ins per second, whole command", "1/s", [1 / batch.whole_seconds])
    yield figure("whole command", "s", [batch.seconds])
    yield figure("until the first result", "s", [batch.arrivals[0]])
    yield figure("processor time per hand-in", "s", [batch.cpu_seconds / count])


def plain_seconds(paths: list[Path], cores: int) -> float:
    """Seconds per hand-in with a fresh pytest for each, on all cores."""
    suite = str(COURSE / "grading_tests" / SLUG)
    command = (sys.executable, "-m", "pytest", "-q", "-p", "autograder.plugin", suite)

    def run(path: Path) -> float:
        return seconds((*command, "--submission", str(path)), COURSE, good=(0, SOME_TESTS_FAILED))

    start = time.monotonic()
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(run, paths))
    return (time.monotonic() - start) / len(paths)


if __name__ == "__main__":
    main()
