"""Results of students who are no longer among the hand-ins: told, and removed where that is asked for."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec
from rich.text import Text

from autograder import results
from autograder.cli.console import Hanging, errors, plain, tell
from autograder.cli.roll import Call, listed_names
from autograder.errors import UsageError
from autograder.results import Result
from autograder.wording import counted


class Departed(msgspec.Struct, frozen=True):
    """The result of a student who handed in once, and not in what was graded now."""

    path: Path
    result: Result


def refuse_prune(called: Call) -> None:
    """`UsageError` where results would be removed for the sake of a single hand-in."""
    if called.roll.layout == "one":
        raise UsageError(
            "--prune removes the results of everyone who is not in SUBMITTED, which is one hand-in: "
            "give the whole class, or leave --prune out"
        )


def departed(out: Path, called: Call) -> list[Departed]:
    """Results of the assignment whose students are not on its roll, in the order of their files."""
    if called.roll.layout == "one":
        return []  # one hand-in says nothing of the others
    slug = called.assignment.slug
    present = {results.path_of(out, slug, each.student) for each in called.submissions}
    files = sorted(set((out / slug).glob("*.json")) - present)
    return [Departed(path, result) for path, result in _read(files) if result.assignment == slug]


def _read(files: Iterable[Path]) -> Iterable[tuple[Path, Result]]:
    for path in files:
        with suppress(UsageError):  # what is no result is not ours to tell of, or to remove
            yield path, results.read(path)


def show_departed(found: list[Departed], out: Path, prune: bool) -> None:
    """Say who they are, and remove their results where `prune`."""
    if not found:
        return
    count = counted(len(found), "result")
    names = listed_names([each.result.student for each in found])
    if not prune:
        words = (
            f"{count} of before, which report and export still count: {names}; --prune removes them"
        )
        tell(Hanging("no longer handed in: ", plain(words)), errors, "yellow")
        return
    for each in found:
        _remove(each, out)
    tell(Hanging("", Text(f"removed {count} of who no longer handed in: {names}")))


def _remove(departed: Departed, out: Path) -> None:
    result = departed.result
    attempts = results.attempts_folder(out, result.assignment, result.student)
    try:
        departed.path.unlink()
        if attempts.is_dir():
            shutil.rmtree(attempts)
    except OSError as error:
        raise UsageError(f"{departed.path} cannot be removed: {error.strerror}") from None
