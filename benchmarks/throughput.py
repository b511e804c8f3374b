"""What grading costs: hand-ins per second, a lone one, memory, and against the plain way.

The plain way is a fresh `pytest` per hand-in, in one process and without any isolation.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from measure.batch import Batch, grade_command, run_batch
from measure.clock import IMPORT_TORCH, in_turns
from measure.figures import Figure, Findings, at_least, figure, tell, this_machine
from measure.handins import kinds, write_class
from measure.plain import plain_seconds

COURSE = Path(__file__).resolve().parent.parent
LONE_SECONDS = 1.5  # a lone hand-in may take this much longer than `import torch`
PRIVATE_MB = 40
BESIDE = 20  # hand-ins of a batch that runs beside the plain way
A_SECOND = 6.0  # hand-ins, on two cores
CPU_SECONDS = 0.35  # for a hand-in


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        beside = min(options.handins, BESIDE)
        figures = (
            *bench.large_batch(options.handins),
            *bench.memory(beside),
            *bench.lone(options.repeats),
            *bench.against_plain(options.plain, beside),
        )
    tell(Findings("throughput", this_machine(), figures, bench.notes()), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--handins", type=int, default=100, help="in the one large batch")
    parser.add_argument("--plain", type=int, default=5, help="rounds of the plain way beside ours")
    parser.add_argument("--repeats", type=int, default=5, help="for the lone hand-in")
    parser.add_argument("--out", type=Path, help="write the figures there as JSON")
    return parser.parse_args()


class Bench:
    """A folder with hand-ins, and what is measured on them.

    A first batch tells which kinds to leave out: one that never ends costs its time limit, not a
    grader's work, and one that ends its process would end the plain way's as well.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.turn = folder, 0
        found = kinds(COURSE)
        first = self.batch(found, len(found))
        self.endless = first.kinds_with("timeout")
        self.deadly = first.kinds_with("crashed", "memory")
        self.sources = {name: found[name] for name in found if name not in self.endless}
        self.harmless = {
            name: text for name, text in self.sources.items() if name not in self.deadly
        }

    def notes(self) -> tuple[str, ...]:
        """What was graded."""
        return (
            f"copies of: {', '.join(self.sources)}",
            f"left out: {', '.join(sorted(self.endless)) or 'none'} (endless loop); "
            f"beside the plain way: {', '.join(sorted(self.deadly)) or 'none'} (ends its process)",
        )

    def batch(self, sources: dict[str, str], count: int, memory: bool = False) -> Batch:
        """`count` new hand-ins through `autograder grade`, on all cores."""
        self.turn += 1
        submitted = self.folder / f"class{self.turn}"
        write_class(submitted, sources, count, str(self.turn))
        return run_batch(COURSE, submitted, self.folder / "results", memory)

    def large_batch(self, count: int) -> Iterator[Figure]:
        """How fast a class is graded, and what it takes."""
        batch = self.batch(self.sources, count)
        warm = f"hand-ins per second, once warm, of {count}"
        yield at_least(warm, "1/s", [1 / batch.warm_seconds], A_SECOND)
        yield figure("hand-ins per second, whole command", "1/s", [1 / batch.whole_seconds])
        yield figure("whole command", "s", [batch.seconds])
        yield figure("until the first result", "s", [batch.arrivals[0]])
        yield figure("processor time per hand-in", "s", [batch.cpu_seconds / count], CPU_SECONDS)

    def memory(self, count: int) -> Iterator[Figure]:
        """Private memory of judges and workers, from a batch of its own: asking takes time."""
        batch = self.batch(self.sources, count, memory=True)
        for name, values in (("judge", batch.judge_mb), ("worker", batch.worker_mb)):
            if values:  # only root may look
                yield figure(f"memory of a {name}", "MB", values, PRIVATE_MB, worst=True)

    def lone(self, repeats: int) -> Iterator[Figure]:
        """One hand-in by itself, beside the import that no grading can do without."""
        (path,) = write_class(self.folder / "lone", self.sources, 1)
        commands = IMPORT_TORCH, grade_command(path, self.folder / "results")
        imports, lone = in_turns(repeats, commands, COURSE)
        more = [ours - theirs for ours, theirs in zip(lone, imports, strict=True)]
        yield figure("import torch", "s", imports)
        yield figure("a lone hand-in", "s", lone)
        yield figure("a lone hand-in, more than import torch", "s", more, LONE_SECONDS)

    def against_plain(self, rounds: int, count: int) -> Iterator[Figure]:
        """Rounds of the plain way, one hand-in per core, each before a batch of ours."""
        cores = len(os.sched_getaffinity(0))
        paths = iter(write_class(self.folder / "plain", self.harmless, rounds * cores))
        plain, warm, whole = [], [], []
        for _ in range(rounds):
            plain.append(plain_seconds(COURSE, list(islice(paths, cores))))
            batch = self.batch(self.harmless, count)
            warm.append(plain[-1] / batch.warm_seconds)
            whole.append(plain[-1] / batch.whole_seconds)
        yield figure("plain pytest, per hand-in", "s", plain)
        yield figure("plain / ours, once warm", "times", warm)
        yield figure(f"plain / ours, whole command for {count}", "times", whole)


if __name__ == "__main__":
    main()
