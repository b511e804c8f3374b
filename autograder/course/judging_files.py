"""Lists the files of a course that judge: a grade depends on them, and they travel to where it is made."""

from collections.abc import Iterable, Iterator
from pathlib import Path


def files_in(folder: Path) -> Iterator[Path]:
    """The files below `folder`, without caches and hidden files."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        is_visible = not any(part.startswith(".") or part == "__pycache__" for part in parts)
        if is_visible and path.is_file():
            yield path


def judging_files(course: Path, *slugs: str) -> dict[str, bytes]:
    """Path in the course to content: all files of these suites, of what suites share, of the reference.

    Whatever their suffix: a test may read a JSON that lies beside it.
    """
    return {
        path.relative_to(course).as_posix(): path.read_bytes()
        for path in sorted(_judging(course, slugs))
    }


def _judging(course: Path, slugs: Iterable[str]) -> Iterator[Path]:
    suites = course / "grading_tests"
    for path in files_in(suites):
        top = path.relative_to(suites).parts[0]
        if top in slugs or not (suites / top / "assignment.toml").exists():
            yield path  # what is no other assignment's is shared
    yield from files_in(course / "reference")
