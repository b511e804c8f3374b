"""Sets up nbgrader for our engine; the only line that a course's `nbgrader_config.py` needs."""

import os
from pathlib import Path
from typing import Any

from autograder.course.find import find_assignment, is_course, slugs
from autograder.errors import UsageError
from autograder.extras import require


def configure(
    c: Any,
    course: str | Path,
    *,
    isolation: str = "best",
    workers: int = 0,
    device: str = "cpu",
    data: str | Path = "",
    hints: bool = True,
) -> None:
    """Let `nbgrader autograde`, its API and formgrader's button grade in the sandbox.

    `c` is `get_config()`; `course` the folder with `grading_tests/`, which students must not read.
    `isolation="required"` refuses to judge on a machine that cannot lock workers down; `workers` is
    how many hand-ins are graded at a time, 0 for one per processor; `data` holds CIFAR-10 for the
    tests that can train on it, as `CIFAR10_ROOT` does; without `hints` nothing is searched for that
    explains wrong answers, but for the suite's misconceptions.
    """
    require("nbgrader", "configure")
    from autograder.nbgrader import converter, preprocessors  # noqa: PLC0415 - only with nbgrader
    from autograder.networks.data.cifar10 import ROOT  # noqa: PLC0415 - loads NumPy

    folder = Path(course).resolve()
    if not is_course(folder):
        raise UsageError(
            f"configure(c, course={str(course)!r}): that folder holds no grading_tests/"
        )
    images = str(data or os.environ.get(ROOT, ""))
    if images and not Path(images).exists():
        raise UsageError(
            f"configure(c, data={images!r}), or {ROOT}: there is nothing; expected a folder, an "
            "archive or a .npz with CIFAR-10"
        )
    converter.install()
    c.SandboxedAutograde.course = str(folder)
    c.SandboxedAutograde.isolation = isolation
    c.SandboxedAutograde.workers = workers
    c.SandboxedAutograde.device = device
    c.SandboxedAutograde.hints = hints
    c.SandboxedAutograde.data = images and str(Path(images).resolve())
    c.Autograde.autograde_preprocessors = preprocessors.IN_ORDER
    # what the student wrote must reach the graders, where nbgrader would put the stub back
    modules = {slug: [find_assignment(folder, slug).module] for slug in slugs(folder)}
    c.Autograde.exclude_overwriting = modules
    # students' Markdown is shown to instructors, beside their token
    c.HTMLExporter.sanitize_html = True
