"""Finds a course: the folder that holds `grading_tests/`."""

import os
from pathlib import Path

from autograder.course.assignment import Assignment, load
from autograder.errors import UsageError
from autograder.suggest import no_such

VARIABLE = "AUTOGRADER_COURSE"


def find_course(option: Path | None, start: Path) -> Path:
    """The course given, or the variable's, or the first one upward from `start`."""
    named = option or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is not None:
        if not is_course(named):
            raise UsageError(f"{named} is no course: it must hold grading_tests/")
        return named.resolve()
    for folder in (start.resolve(), *start.resolve().parents):
        if is_course(folder):
            return folder
    raise UsageError(
        f"no course here: {start.resolve()} and the folders above hold no grading_tests/. "
        f"Go there, or give --course DIR before the command, or set {VARIABLE}; "
        "`autograder new --course DIR` starts a course"
    )


def is_course(folder: Path) -> bool:
    """Whether a folder is a course's."""
    return (folder / "grading_tests").is_dir()


def slugs(course: Path) -> list[str]:
    """The course's assignments, in order."""
    return sorted(path.parent.name for path in course.glob("grading_tests/*/assignment.toml"))


def find_assignment(course: Path, slug: str) -> Assignment:
    """The assignment with this slug; `UsageError` lists those that there are."""
    existing = slugs(course)
    if slug not in existing:
        raise UsageError(f"{course}: {no_such('assignment', slug, existing)}")
    return load(course / "grading_tests" / slug)
