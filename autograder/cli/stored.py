"""Reads all results of a folder, or none, and writes files where no results lie."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from autograder import atomic, results
from autograder.course.assignment import load
from autograder.course.find import find_course, slugs
from autograder.errors import UsageError
from autograder.escape import one_line
from autograder.results import Result

NAMED = 20  # unreadable files that are listed


def stored(place: Path) -> list[Result]:
    """The results in OUT, in OUT/ASSIGNMENT or in one file, by assignment and student."""
    if not place.exists():
        raise UsageError(
            f"{place} does not exist: expected what `autograder grade` wrote with --out {place}"
        )
    files = [place] if place.is_file() else [*place.glob("*.json"), *place.glob("*/*.json")]
    if not files:
        raise UsageError(
            f"{place} holds no results: expected OUT or OUT/ASSIGNMENT of `grade`; write some with "
            f"autograder grade SUBMITTED --assignment SLUG --out {place}"
        )
    return _once(_readable(sorted(files)))


def write_export(place: Path, out: Path, content: bytes) -> None:
    """Write what was made of the results at `place`, whole or not at all."""
    folder = place if place.is_dir() else place.parent
    if out.suffix == ".json" and out.resolve().parent.is_relative_to(folder.resolve()):
        raise UsageError(f"--out {out} would lie among the results: choose another folder")
    if out.exists() and not out.is_file():
        raise UsageError(f"--out {out} is no file: expected a file, or a name for a new one")
    try:
        atomic.replace_file(out, content)
    except OSError as error:
        raise UsageError(f"--out {out} cannot be written: {error.strerror}") from None


def new_folder_for(out: Path) -> Path | None:
    """The topmost folder that writing `out` makes; None where its folder exists."""
    missing = [folder for folder in out.parents if not folder.exists()]
    return missing[-1] if missing else None


def refuse_results(place: Path, out: Path) -> None:
    """`UsageError` where pages would lie among the results: whoever publishes them publishes these too."""
    folder = place if place.is_dir() else place.parent
    if out.resolve() == folder.resolve() or (out.is_dir() and any(out.glob("*.json"))):
        beside = out.resolve().with_name("report")
        raise UsageError(
            f"--out {out} holds the results: pages are for students, results are not; "
            f"choose another folder, such as {beside}"
        )


def titles(course: Path | None) -> dict[str, str]:
    """The assignments' titles where there is a course; elsewhere their short names must do."""
    try:
        root = find_course(course, Path.cwd())
    except UsageError:
        if course:
            raise
        return {}
    return {slug: load(root / "grading_tests" / slug).title for slug in slugs(root)}


def names_in(download: Path) -> list[str]:
    """The names of the files in a download, a zip or the folder that it was unpacked to."""
    if download.is_dir():
        return [path.name for path in download.rglob("*") if path.is_file()]
    try:
        with zipfile.ZipFile(download) as archive:
            return archive.namelist()
    except (OSError, zipfile.BadZipFile) as error:
        raise UsageError(
            f"--template {download} is no zip or folder of hand-ins: {error}"
        ) from None


def _readable(files: Iterable[Path]) -> list[tuple[Path, Result]]:
    readable, unreadable = [], []
    for file in files:
        try:
            readable.append((file, results.read(file)))
        except UsageError as error:
            unreadable.append(one_line(str(error)))
    if unreadable:
        unnamed = len(unreadable) - NAMED
        listed = [*unreadable[:NAMED], *([f"and {unnamed} more"] if unnamed > 0 else [])]
        raise UsageError(
            "nothing was written: "
            + "; ".join(listed)
            + "; grade these again: autograder grade --force"
        )
    return readable


def _once(files: Iterable[tuple[Path, Result]]) -> list[Result]:
    """The results in order; `UsageError` where a student has two for an assignment."""
    by_hand_in: dict[tuple[str, str], tuple[Path, Result]] = {}
    for file, result in files:
        first_file = by_hand_in.setdefault((result.assignment, result.student), (file, result))[0]
        if first_file != file:
            raise UsageError(
                f"{first_file} and {file} are results of the same hand-in: expected one; "
                "remove the other, or grade with another --out"
            )
    return [by_hand_in[key][1] for key in sorted(by_hand_in)]
