"""The public tests of an assignment as a course of otter-grader, a test file for each question.

Kind to it, as to nbgrader: no notebook is executed but one cell with the hand-in, no hidden test is run.
"""

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

from measure.handins import SLUG

TEST_FILE = """\
import sys

sys.path.insert(0, {here!r})
OK_FORMAT = False
from otter.test_files import test_case

name, points = {question!r}, {points}

"""
TEST_CASE = """\
@test_case(points={points})
def {name}(env):
    import test_public
    test_public.{name}()

"""


def otter_course(folder: Path, course: Path, python: Path) -> Path:
    """The zip that `otter run` grades with."""
    write_tests(folder, course)
    zipped = folder / "autograder.zip"
    otter(python, folder, "generate", "-t", "tests", "-o", str(zipped), "--no-environment")
    return zipped


def write_tests(folder: Path, course: Path) -> None:
    """A file for each question in `folder/tests`, with a case for each of its public tests."""
    tests = folder / "tests"
    tests.mkdir(parents=True)
    shutil.copy(course / "solutions" / SLUG / "test_public.py", folder)
    public = (folder / "test_public.py").read_text("utf-8")
    names = [line[4:].split("(")[0] for line in public.splitlines() if line.startswith("def test_")]
    table = course / "grading_tests" / SLUG / "assignment.toml"
    for question in tomllib.loads(table.read_text("utf-8"))["questions"]:
        own = [name for name in names if name.startswith(f"test_{question['id']}")]
        points = question["points"]
        head = TEST_FILE.format(here=str(folder), question=question["id"], points=points)
        cases = [TEST_CASE.format(name=name, points=points / len(own)) for name in own]
        (tests / f"{question['id']}.py").write_text(head + "\n".join(cases), "utf-8")


def otter_points(python: Path, zipped: Path, path: Path, out: Path) -> float:
    """Grade one hand-in; what its tests together gave."""
    out.mkdir(parents=True, exist_ok=True)
    grade = ("run", str(path), "--autograder", str(zipped), "--output-dir", str(out), "--no-logo")
    otter(python, out, *grade)
    tests = json.loads((out / "results.json").read_text("utf-8"))["tests"]
    return sum(test.get("score", 0.0) for test in tests)


def otter(python: Path, folder: Path, *arguments: str) -> None:
    """Run a command of otter's; `SystemExit` with its last words where it fails."""
    command = [str(python), "-m", "otter", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-2000:]}")
