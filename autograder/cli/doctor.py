"""`autograder doctor`: what this machine can do, and what is missing."""

import importlib.metadata
import os
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.markup import escape
from rich.table import Table

from autograder import __version__
from autograder.cli.console import console
from autograder.course import find_assignment, find_course, slugs
from autograder.errors import AutograderError
from autograder.packages import require_packages
from autograder.warm.host import Warm

PACKAGES = {
    "torch": "all grading",
    "numpy": "all grading",
    "pytest": "all grading",
    "pytest-timeout": "all grading",
    "jupytext": "`release`: pip install 'autograder-cnn[release]'",
    "nbformat": "`release`, as jupytext",
    "matplotlib": "the lessons: pip install 'autograder-cnn[lessons]'",
    "torchvision": "CIFAR-10 and transforms: pip install 'autograder-cnn[vision]'",
}


def doctor_command(context: typer.Context) -> None:
    """Show versions, the course, and how far workers are locked down. Exit 1 below `strong`."""
    table = Table(show_header=False)
    table.add_row("autograder", __version__)
    table.add_row("Python", f"{platform.python_version()} on {platform.platform()}")
    table.add_row("processors", str(len(os.sched_getaffinity(0))))
    for name, purpose in PACKAGES.items():
        lack = f"[yellow]missing[/] (needed for {escape(purpose)})"
        table.add_row(name, _version(name) or lack)
    course = _course(context)
    table.add_row("course", escape(str(course)) if course else "none found from here")
    if course:
        table.add_row("assignments", ", ".join(slugs(course)) or "none")
        for slug, lack in _lacking(course):
            table.add_row(slug, f"[yellow]cannot be graded[/] {escape(lack)}")
    free = shutil.disk_usage(Path.cwd()).free / 2**30
    table.add_row("free disk", f"{free:.1f} GiB")
    with Warm(course or Path.cwd()) as warm:
        probe = warm.probe()
    good = probe.level in ("full", "strong")
    style = "green" if probe.level == "full" else "yellow" if good else "red"
    table.add_row("isolation", f"[{style}]{probe.level}[/]")
    table.add_row("", ", ".join(probe.mechanisms))
    for missing in probe.missing:
        table.add_row("", f"[yellow]missing[/] {escape(missing)}")
    console.print(table)
    raise typer.Exit(0 if good else 1)


def _lacking(course: Path) -> Iterator[tuple[str, str]]:
    """Each assignment that cannot be graded here, and why."""
    for slug in slugs(course):
        try:
            require_packages(find_assignment(course, slug))
        except AutograderError as error:
            yield slug, str(error)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _course(context: typer.Context) -> Path | None:
    try:
        return find_course(context.obj, Path.cwd())
    except AutograderError:
        if context.obj is not None:
            raise
        return None
