"""An nbgrader course for tests: made by our command, driven by nbgrader's own, read by SQL."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from conftest import ROOT, Done, environment, lay

from benchmarks.measure.breaks import SLUG
from benchmarks.measure.doubling import write_course

NBGRADER = Path(sys.executable).parent / "nbgrader"
LIMIT = 110  # seconds until a command that hangs is ended


class Score(NamedTuple):
    """A cell's row in the gradebook."""

    auto: float | None
    manual: float | None
    extra: float | None
    needs_a_person: bool


class Course:
    """A course's folder."""

    def __init__(self, folder: Path, engine: Path = ROOT) -> None:
        self.folder, self.engine = folder, engine

    def make(self, *arguments: object) -> Done:
        """`autograder nbgrader init` for it."""
        return self.engines("nbgrader", "init", self.folder, *arguments)

    def engines(self, *arguments: object) -> Done:
        """A command of ours."""
        return _run([sys.executable, "-m", "autograder", *map(str, arguments)], self.engine)

    def nbgrader(self, *arguments: object) -> Done:
        """A command of nbgrader's, in the course's folder."""
        return _run([str(NBGRADER), *map(str, arguments)], self.folder)

    def nbgrader_killed_at(self, path: Path, *arguments: object) -> bool:
        """A command of nbgrader's, killed as soon as a file is there; whether it was in time."""
        return _kill_when_there([str(NBGRADER), *map(str, arguments)], self.folder, path)

    def engines_killed_at(self, path: Path, *arguments: object) -> bool:
        """A command of ours, killed as soon as a file is there; whether it was in time."""
        command = [sys.executable, "-m", "autograder", *map(str, arguments)]
        return _kill_when_there(command, self.engine, path)

    def released(self, slug: str) -> dict:
        """The notebook that students get."""
        return json.loads((self.folder / "release" / slug / "lesson.ipynb").read_text("utf-8"))

    def hand_in(self, student: str, slug: str, files: Mapping[str, str | bytes]) -> Path:
        """Put a hand-in where nbgrader's `collect` would."""
        folder = self.folder / "submitted" / student / slug
        folder.mkdir(parents=True)
        return lay(folder, files)

    def autograded(self, student: str, slug: str) -> dict:
        """The notebook that autograding wrote."""
        path = self.folder / "autograded" / student / slug / "lesson.ipynb"
        return json.loads(path.read_text("utf-8"))

    def scores(self, slug: str) -> dict[str, dict[str, Score]]:
        """The gradebook's grades: student -> cell -> score."""
        found: dict[str, dict[str, Score]] = {}
        for name, cell, *score, needs in self.query(_GRADES, slug):
            found.setdefault(name, {})[cell] = Score(*score, bool(needs))
        return found

    def score(self, slug: str, student: str) -> float:
        """A student's sum, as nbgrader counts it."""
        grades = self.scores(slug)[student].values()
        counted = (one.auto if one.manual is None else one.manual for one in grades)
        return round(sum(points or 0.0 for points in counted), 2)

    def query(self, sql: str, *values: object) -> list[tuple]:
        """Rows of gradebook.db."""
        with sqlite3.connect(self.folder / "gradebook.db") as book:
            return book.execute(sql, values).fetchall()


_GRADES = """
select s.student_id, c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
from grade g join base_cell c on c.id = g.cell_id
join submitted_notebook n on n.id = g.notebook_id
join submitted_assignment s on s.id = n.assignment_id
join assignment a on a.id = s.assignment_id
where a.name = ? order by 1, 2
"""


def edited(book: dict, change: Mapping[str, str]) -> str:
    """The notebook with other sources in the cells of these names."""
    cells = [
        {**cell, "source": change.get(grade_id(cell), cell["source"])} for cell in book["cells"]
    ]
    return json.dumps({**book, "cells": cells})


def with_code(book: dict, code: str) -> str:
    """The notebook with one more cell of code, the second one."""
    cell = {"id": "mine", "cell_type": "code", "metadata": {}, "outputs": [], "source": code}
    cell["execution_count"] = None
    return json.dumps({**book, "cells": [book["cells"][0], cell, *book["cells"][1:]]})


def grade_id(cell: Mapping) -> str:
    """What nbgrader calls a cell; "" for an ordinary one."""
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def outputs(book: dict, name: str) -> list[dict]:
    """The outputs of the cell of this name."""
    (cell,) = [cell for cell in book["cells"] if grade_id(cell) == name]
    return cell["outputs"]


def copied(course: Course, folder: Path) -> Course:
    """The same course somewhere else."""
    shutil.copytree(course.folder, folder)
    return Course(folder, course.engine)


def running(words: str) -> list[str]:
    """The command lines of processes that hold these words, once they had time to end."""
    deadline = time.monotonic() + 10
    while (found := _commands_with(words)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def doubling_course(root: Path) -> Course:
    """A released course of the two small questions that `benchmarks.measure.breaks` hands in for."""
    engine = write_course(root / "engine")
    course = Course(root / "course", ROOT)
    made = course.engines("--course", engine, "nbgrader", "init", course.folder, SLUG)
    assert made.status == 0, made.err
    assert course.nbgrader("generate_assignment", SLUG).status == 0
    return course


def _commands_with(words: str) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has ended
            continue
        if words in command and path.parent.name != str(os.getpid()):
            found.append(command)
    return found


def _run(command: Iterable[str], cwd: Path) -> Done:
    done = subprocess.run(
        list(command),
        cwd=cwd,
        env=environment_of_commands(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def _kill_when_there(command: list[str], cwd: Path, path: Path) -> bool:
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=environment_of_commands(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + LIMIT
        while not path.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    return process.returncode == -signal.SIGKILL


def environment_of_commands() -> dict[str, str]:
    """This environment's programs on PATH, and nothing of the course that we stand in."""
    programs = os.pathsep.join([str(NBGRADER.parent), os.environ["PATH"]])
    return environment({"PATH": programs, "JUPYTER_PLATFORM_DIRS": "1"})
