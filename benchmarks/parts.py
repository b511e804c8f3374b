"""Where a hand-in's time goes, from the job's arrival at its judge to the result file."""

import argparse
import json
import tempfile
import time
from pathlib import Path

from measure.figures import Findings, figure, tell, this_machine
from measure.handins import SLUG
from measure.stopwatch import PARTS, REST, WHOLE, code

from autograder import results
from autograder.course.find import find_assignment
from autograder.grading import host
from autograder.grading.batch import Grading
from autograder.grading.finished import Options
from autograder.grading.kept_hosts import Setting
from autograder.grading.local_grader import local_grader
from autograder.submission.record import Submission

COURSE = Path(__file__).resolve().parent.parent
WARM = 2  # hand-ins before those that count
FILE = "result file"


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        rows = graded(options.assignment, WARM + options.handins, Path(name))[WARM:]
    names = (*PARTS, REST, FILE, WHOLE)
    figures = tuple(figure(part, "ms", [1000 * row[part] for row in rows]) for part in names)
    notes = (f"solution of {options.assignment}, one at a time, wall time",)
    tell(Findings("parts", this_machine(), figures, notes), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment", nargs="?", default=SLUG)
    parser.add_argument("--handins", type=int, default=9)
    parser.add_argument("--out", type=Path, help="write the figures there as JSON")
    return parser.parse_args()


def graded(slug: str, count: int, folder: Path) -> list[dict[str, float]]:
    """Seconds by part of so many hand-ins, one after another in one warm process."""
    assignment = find_assignment(COURSE, slug)
    module = assignment.module
    source = (COURSE / "solutions" / slug / module).read_bytes()
    file = folder / "parts.jsonl"
    host._CODE = code(file) + host._CODE
    written = []
    with local_grader(Setting(str(COURSE), assignment.limits.preload)) as grader:
        (suite,) = grader.suites([assignment])
        grading = Grading(grader, assignment, suite.digest, folder / "out", Options())
        for number in range(count):
            submission = Submission(f"s{number}", {module: source}, module)
            result = grading.result(submission, "", grading.start(submission).result())
            start = time.perf_counter()
            results.write(folder / "out", result)
            written.append(time.perf_counter() - start)
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [
        {**row, FILE: seconds, WHOLE: row[WHOLE] + seconds}
        for row, seconds in zip(rows, written, strict=True)
    ]


if __name__ == "__main__":
    main()
