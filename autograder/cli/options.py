"""Defines options that several commands share, and refuses what all of them refuse."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import typer

from autograder.course.find import find_course, slugs
from autograder.errors import UsageError
from autograder.suggest import did_you_mean, no_such

Kind = TypeVar("Kind", bound=StrEnum)


class Device(StrEnum):
    """Where networks are trained; everything else is compared on the CPU."""

    cpu = "cpu"
    cuda = "cuda"


class Attempt(StrEnum):
    """Which attempt of a student counts."""

    last = "last"
    first = "first"
    best = "best"


class IsolationOption(StrEnum):
    """How far workers must be locked down."""

    required = "required"
    best = "best"
    none = "none"


def choice(option: str, kind: type[Kind]) -> Callable[[str], Kind]:
    """The parser of an option that takes a word of an enumeration: `parser=choice("--device", Device)`."""
    known = known_word(option, kind)
    return lambda word: kind(known(word))


def known_word(option: str, words: Iterable[str]) -> Callable[[str], str]:
    """The parser of an option that takes one of a few words; `UsageError` says which was meant."""
    allowed = list(map(str, words))

    def parse(word: str) -> str:
        if word not in allowed:
            listed = ", ".join(allowed)
            hint = did_you_mean(word, allowed)
            raise UsageError(f"{option} {word!r}: expected one of {listed}{hint}")
        return word

    return parse


def listed(words: Iterable[str]) -> str:
    """The words of a choice for a help text, where a line may break between them."""
    *others, last = words
    return f"{', '.join(others)} or {last}"


def course_of(context: typer.Context, start: Path | None = None) -> Path:
    """The course that a command works on."""
    return find_course(context.obj, start or Path.cwd())


def chosen_slugs(course: Path, named: list[str] | None) -> list[str]:
    """The assignments named, or all; `UsageError` for one that does not exist."""
    existing = slugs(course)
    for slug in named or []:
        if slug not in existing:
            raise UsageError(no_such("assignment", slug, existing))
    return named or existing


def refuse_file(out: Path) -> None:
    """`UsageError` where `--out` names a file, and a folder is to be written."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out} is a file: expected a folder, or a name for a new one")


def refuse_missing_data(data: Path | None) -> None:
    """`UsageError` where `--data` names nothing."""
    if data is not None and not data.exists():
        raise UsageError(f"--data {data} does not exist: expected a folder, an archive or a .npz")
