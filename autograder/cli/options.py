"""Options that several commands share."""

from enum import StrEnum
from pathlib import Path

import typer

from autograder.course import find_course, slugs
from autograder.errors import UsageError


class Device(StrEnum):
    """Where networks are trained; everything else is compared on the CPU."""

    cpu = "cpu"
    cuda = "cuda"


def course_of(context: typer.Context, start: Path | None = None) -> Path:
    """The course that a command works on."""
    return find_course(context.obj, start or Path.cwd())


def chosen_slugs(course: Path, given: list[str] | None) -> list[str]:
    """The assignments named, or all; `UsageError` for one that does not exist."""
    known = slugs(course)
    for slug in given or []:
        if slug not in known:
            raise UsageError(f"there is no assignment {slug!r}; there are: {', '.join(known)}")
    return given or known


def refuse_file(out: Path) -> None:
    """`UsageError` where `--out` names a file, and a folder is to be written."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out} is a file: expected a folder, or a name for a new one")
