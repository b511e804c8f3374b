"""A class in nbgrader: plain `nbgrader autograde`, ours in its place, and our batch beside it.

All in one run, one after the other, on the same hand-ins. Plain nbgrader runs public tests only.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure.batch import run_batch
from measure.figures import Figure, Findings, at_least, figure, tell, this_machine
from measure.handins import SLUG, kinds, module_name, write_class
from measure.nbgrader_class import NBGRADER, hand_in, our_course, plain_course, run

COURSE = Path(__file__).resolve().parent.parent
ROUTE_A, ROUTE_B = 8.0, 20.0  # times plain nbgrader
AUTOGRADE = (NBGRADER, "autograde", SLUG)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources, left_out = _sources(folder)
        figures = tuple(_figures(folder, sources, options))
    notes = (
        f"copies of: {', '.join(sources)}",
        f"left out: {', '.join(sorted(left_out)) or 'none'} (never ends, or ends its process)",
        f"load before: {' '.join(f'{load:.1f}' for load in os.getloadavg())}",
    )
    tell(Findings("nbgrader_speed", this_machine(), figures, notes), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--handins", type=int, default=50)
    parser.add_argument("--plain", type=int, default=50, help="of them, for plain nbgrader")
    parser.add_argument("--lean", type=int, default=10, help="of them, for the lean notebook")
    parser.add_argument("--out", type=Path, help="write the figures there as JSON")
    return parser.parse_args()


def _sources(folder: Path) -> tuple[dict[str, str], set[str]]:
    """The kinds of hand-ins, and those left out: they cost plain nbgrader its time limit."""
    found = kinds(COURSE)
    write_class(folder / "first", found, len(found))
    first = run_batch(COURSE, folder / "first", folder / "first-results")
    left_out = first.kinds_with("timeout", "crashed", "memory")
    return {name: text for name, text in found.items() if name not in left_out}, left_out


def _figures(
    folder: Path, sources: dict[str, str], options: argparse.Namespace
) -> Iterator[Figure]:
    lean = _plain(folder / "lean", sources, options.lean, lean=True)
    plain = _plain(folder / "plain", sources, options.plain, lean=False)
    route_a = _route_a(folder / "a", sources, options.handins)
    route_b = _route_b(folder / "b", sources, options.handins)
    count = options.handins
    yield figure(f"plain nbgrader, per hand-in of {options.plain}", "s", [plain])
    yield figure(f"plain nbgrader, lean notebook, per hand-in of {options.lean}", "s", [lean])
    yield figure(f"route A, per hand-in of {count}", "s", [route_a])
    yield figure(f"route B, per hand-in of {count}", "s", [route_b])
    for name, ours, target in (("A", route_a, ROUTE_A), ("B", route_b, ROUTE_B)):
        yield at_least(f"plain / route {name}", "times", [plain / ours], target)
        yield figure(f"plain, lean notebook / route {name}", "times", [lean / ours])


def _plain(folder: Path, sources: dict[str, str], count: int, *, lean: bool) -> float:
    """Seconds per hand-in of plain `nbgrader autograde`."""
    plain_course(folder, COURSE, lean)
    hand_in(folder, sources, count, module_name(COURSE))
    return run(AUTOGRADE, folder) / count


def _route_a(folder: Path, sources: dict[str, str], count: int) -> float:
    """Seconds per hand-in of the same command in a course of ours."""
    our_course(folder, COURSE)
    hand_in(folder, sources, count, module_name(COURSE))
    return run(AUTOGRADE, folder) / count


def _route_b(folder: Path, sources: dict[str, str], count: int) -> float:
    """Seconds per hand-in of `grade` on two workers and `export`."""
    our_course(folder, COURSE)
    hand_in(folder, sources, count, module_name(COURSE))
    autograder = (sys.executable, "-m", "autograder")
    out = str(folder / "results")
    grade = ("grade", str(folder / "submitted"), "--assignment", SLUG, "--out", out)
    seconds = run((*autograder, *grade, "--workers", "2"), COURSE)
    export = ("export", out, "--to", "nbgrader", "--out", str(folder))
    return (seconds + run((*autograder, *export), COURSE)) / count


if __name__ == "__main__":
    main()
