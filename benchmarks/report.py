"""How long `autograder report` takes for a large course, and how large its class page is.

The results are drawn, with the course's own questions, tests and advice: most students have most
points, and a lost question loses tests in many ways, which makes students' pages longer than real.
"""

import argparse
import resource
import sys
import tempfile
from pathlib import Path

import msgspec
from measure.clock import seconds
from measure.figures import Figure, Findings, figure, tell, this_machine
from measure.made_class import made_class

from autograder import results

COURSE = Path(__file__).resolve().parent.parent
SECONDS, MEGABYTES = 10.0, 5.0  # the whole command, and the page of the class
MB = 1e6


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        graded, made = Path(name) / "results", Path(name) / "made"
        count = _write(graded, options.students)
        command = (sys.executable, "-m", "autograder", "report", str(graded), "--out", str(made))
        taken, worked = [], []
        for _ in range(options.repeats):
            before = _processor_seconds()
            taken.append(seconds(command, COURSE))
            worked.append(_processor_seconds() - before)
        figures = (
            figure("whole command", "s", taken, SECONDS),
            figure("whole command, processor time", "s", worked),
            *_sizes(made),
        )
    note = f"{count} results of {options.students} students"
    tell(Findings("report", this_machine(), figures, (note,)), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, help="write the figures there as JSON")
    return parser.parse_args()


def _write(folder: Path, students: int) -> int:
    """Lay the results as `grade` does, without waiting for the disk; how many there are."""
    found = list(made_class(COURSE, students))
    for result in found:
        path = results.path_of(folder, result.assignment, result.student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=1))
    return len(found)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _sizes(made: Path) -> tuple[Figure, Figure]:
    pages = [page.stat().st_size / MB for page in made.glob("students/*.html")]
    index = (made / "index.html").stat().st_size / MB
    return (
        figure("class page", "MB", [index], MEGABYTES),
        figure("a student's page", "MB", pages),
    )


if __name__ == "__main__":
    main()
