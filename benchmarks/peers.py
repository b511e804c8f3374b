"""The same hand-ins through `nbgrader autograde`, `otter run`, a fresh pytest each, and ours.

All in one run, in turns. The first two run public tests only, ours and pytest the hidden suite. Each
peer has a command for each hand-in. nbgrader executes the lesson that the course hands out; beside it
stand a notebook with nothing but imports and checks, and a whole class of these by one command.
Each peer is installed in an environment of its own, which sees this one's torch.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from measure.batch import run_batch, tame_kinds
from measure.figures import Figure, Findings, at_least, figure, tell, this_machine
from measure.handins import SLUG, module_name, write_class
from measure.nbgrader_class import hand_in, plain_course
from measure.otter_class import otter_course, otter_points
from measure.peer_home import CACHE, peer_python
from measure.plain import plain_seconds

COURSE = Path(__file__).resolve().parent.parent
OTTER, NBGRADER = "otter-grader[grading]==7.0.0", "nbgrader==0.9.6"
TIMES_FASTER = 40.0
GRADERS = ("otter run", "nbgrader autograde")  # a command for each hand-in
ALONE = 3  # hand-ins that nbgrader gets by a command of their own, in each round


class Cost(msgspec.Struct, frozen=True):
    """What a hand-in costs: seconds by the clock, and of processors."""

    wall: float
    cpu: float


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), options)
        costs = [bench.round(number) for number in range(options.rounds)]
        notes = (
            f"copies of: {', '.join(bench.sources)}",
            f"{OTTER} and {NBGRADER}, each as its command runs by itself: one hand-in at a time",
            f"nbgrader's own commands: {ALONE} hand-ins a round, {options.peers} where all go at once",
            "nbgrader's checks run in its own kernel; as handed out, each would start a pytest",
            f"points of the solution in otter: {bench.solution_in_otter():g}",
        )
    figures = tuple(_figures(costs))
    tell(Findings("peers", this_machine(), figures, notes), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--rounds", type=int, default=3)
    add("--handins", type=int, default=100, help="of ours, in each round")
    add("--peers", type=int, default=10, help="of nbgrader and of otter, in each round")
    add("--cache", type=Path, default=CACHE, help="where their environments are kept")
    add("--out", type=Path, help="write the figures there as JSON")
    return parser.parse_args()


class Bench:
    """The environments of the peers, and classes for each round."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.otter = peer_python("otter", OTTER, options.cache)
        self.nbgrader = peer_python("nbgrader", NBGRADER, options.cache)
        self.zipped = otter_course(folder / "otter", COURSE, self.otter)
        # what never ends costs a time limit, and what ends its process would end plain pytest
        self.sources = tame_kinds(COURSE, folder, "timeout", "crashed", "memory")

    def round(self, number: int) -> dict[str, Cost]:
        """Each way once, on hand-ins of the same kinds."""
        folder, count = self.folder / f"round{number}", self.options.peers
        cores = len(os.sched_getaffinity(0))
        write_class(folder / "ours", self.sources, self.options.handins, str(number))
        paths = write_class(folder / "peers", self.sources, count, str(number))
        batch = run_batch(COURSE, folder / "ours", folder / "results")
        return {
            "autograder": Cost(batch.warm_seconds, batch.cpu_seconds / self.options.handins),
            "autograder, whole command": Cost(batch.whole_seconds, 0),
            "otter run": _cost(count, lambda: self._otter(paths, folder / "scores")),
            "nbgrader autograde": self._nbgrader(folder / "lesson", ALONE, alone=True),
            "nbgrader, lean": self._nbgrader(folder / "lean", ALONE, alone=True, lean=True),
            "nbgrader, lean, all at once": self._nbgrader(folder / "at-once", count, lean=True),
            "pytest": _cost(1, lambda: plain_seconds(COURSE, paths[:cores]), cores),
        }

    def solution_in_otter(self) -> float:
        """What otter gives the solution: that it graded at all shows here."""
        solution = COURSE / "solutions" / SLUG / module_name(COURSE)
        return otter_points(self.otter, self.zipped, solution, self.folder / "solution")

    def _otter(self, paths: list[Path], out: Path) -> None:
        for path in paths:
            otter_points(self.otter, self.zipped, path, out / path.stem)

    def _nbgrader(
        self, folder: Path, count: int, *, alone: bool = False, lean: bool = False
    ) -> Cost:
        """The lesson's notebook, executed for each hand-in; `lean`: only its imports and checks.

        `alone`: by a command for each, as a student's hand-in comes in; else by one for all of them.
        """
        plain_course(folder, COURSE, lean)
        hand_in(folder, self.sources, count, module_name(COURSE))
        students = sorted(path.name for path in (folder / "submitted").iterdir())
        chosen = [["--student", student] for student in students] if alone else [[]]

        def autograde() -> None:
            for options in chosen:
                self._autograde(folder, options)

        return _cost(count, autograde)

    def _autograde(self, folder: Path, options: list[str]) -> None:
        path = os.pathsep.join([str(self.nbgrader.parent), os.environ["PATH"]])
        done = subprocess.run(
            [str(self.nbgrader), "-m", "nbgrader", "autograde", SLUG, *options],
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"nbgrader ended with {done.returncode}: {done.stderr[-2000:]}")


def _cost(count: int, work: Callable[[], object], side_by_side: int = 1) -> Cost:
    """What a hand-in costs where `work` grades `count`, or one for each of some cores at once."""
    before, start = os.times(), time.monotonic()
    work()
    taken, after = time.monotonic() - start, os.times()
    cpu = (
        after.children_user - before.children_user + after.children_system - before.children_system
    )
    shared = count * side_by_side
    return Cost(taken / shared, cpu / shared)


def _figures(costs: list[dict[str, Cost]]) -> Iterator[Figure]:
    for name in costs[0]:
        yield figure(f"{name}, per hand-in", "s", [cost[name].wall for cost in costs])
    for name in [name for name in costs[0] if not name.startswith("autograder")]:
        ratios = [cost[name].wall / cost["autograder"].wall for cost in costs]
        label = f"{name} / autograder"
        if name in GRADERS:
            yield at_least(label, "times", ratios, TIMES_FASTER)
        else:
            yield figure(label, "times", ratios)
        label = f"{name} / autograder, whole command"
        whole = [cost[name].wall / cost["autograder, whole command"].wall for cost in costs]
        yield figure(label, "times", whole)
        label = f"{name} / autograder, processor time"
        yield figure(label, "times", [cost[name].cpu / cost["autograder"].cpu for cost in costs])


if __name__ == "__main__":
    main()
