"""The same class in two nbgrader courses: a plain one, and one made by `autograder nbgrader init`."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from measure.handins import SLUG, module_name

NBGRADER = str(Path(sys.executable).parent / "nbgrader")
PLAIN_SETTINGS = """\
c = get_config()
c.CourseDirectory.course_id = "course"
c.Autograde.exclude_overwriting = {{{slug!r}: [{module!r}]}}
c.Execute.timeout = 120
"""
CHECK = re.compile(r"from checking import check\b.*\n")
IN_THE_KERNEL = '''\
import test_public


def check(question):
    """Runs the public tests of one question in this process."""
    for name, test in vars(test_public).items():
        if name.startswith(f"test_{question}"):
            test()
'''


def run(command: Sequence[str], folder: Path, good: Sequence[int] = (0,)) -> float:
    """Seconds that a command takes; `SystemExit` with its last words where it fails."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    start = time.monotonic()
    done = subprocess.run(
        list(command),
        cwd=folder,
        env={**os.environ, "PATH": programs},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - start
    if done.returncode not in good:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-2000:]}")
    return seconds


def plain_course(folder: Path, course: Path, lean: bool) -> Path:
    """A course of plain nbgrader with the lesson, whose checks run in the notebook's own kernel.

    That is kind to it: as released, each check runs a whole pytest. No hidden test is run. `lean`
    leaves everything out but imports and checks: no figure, no experiment.
    """
    source = folder / "source" / SLUG
    shutil.copytree(course / "assignments" / SLUG, source)
    lesson = source / "lesson.ipynb"
    book = json.loads(lesson.read_text("utf-8"))
    for cell in book["cells"]:
        if CHECK.search(_text(cell)):
            cell["source"] = f"{CHECK.sub('', _text(cell))}\n\n\n{IN_THE_KERNEL}"
    if lean:
        book["cells"] = [cell for cell in book["cells"] if _is_needed(cell)]
    lesson.write_text(json.dumps(book), "utf-8")
    settings = PLAIN_SETTINGS.format(slug=SLUG, module=module_name(course))
    (folder / "nbgrader_config.py").write_text(settings, "utf-8")
    run((NBGRADER, "generate_assignment", SLUG), folder)
    return folder


def our_course(folder: Path, course: Path) -> Path:
    """A course of ours, released."""
    init = (sys.executable, "-m", "autograder", "nbgrader", "init", str(folder), SLUG)
    run(init, course)
    run((NBGRADER, "generate_assignment", SLUG), folder)
    return folder


def hand_in(folder: Path, sources: dict[str, str], count: int, module: str) -> None:
    """`count` hand-ins: modules of all kinds in turn, each with the notebook as released."""
    names = list(sources)
    for number in range(count):
        name = names[number % len(names)]
        target = folder / "submitted" / f"{number:03}-{name}" / SLUG
        target.mkdir(parents=True)
        shutil.copy(folder / "release" / SLUG / "lesson.ipynb", target)
        shutil.copy(folder / "release" / SLUG / "test_public.py", target)
        (target / module).write_text(f"{sources[name]}\n# hand-in {number}\n", "utf-8")


def _text(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _is_needed(cell: dict[str, Any]) -> bool:
    return "nbgrader" in cell["metadata"] or "def check(question)" in _text(cell)
