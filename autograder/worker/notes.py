"""What was left out of a hand-in, in words: notes for the result, and reasons for missing names."""

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from autograder.protocol.order import Order
from autograder.protocol.steps import Answer, Raised
from autograder.submission.notebook import where
from autograder.worker.execute import FailedStatement

MOST = 10  # notes of one import
PlaceNamer = Callable[[str, int], str]
Note = tuple[str, str]  # what was left out, and why
_STAR = "*"
_BANNED = "it uses what you are to write yourself, which is not there while that is judged"
_ABSENT = re.compile(
    r"name '(\w+)' is not defined"
    r"|cannot import name '(\w+)' from"
    r"|module '[\w.]+' has no attribute '(\w+)'"
)


def places(order: Order, source: bytes) -> PlaceNamer:
    """How a line of the hand-in is called: of a notebook by its cell, not of the module made of it."""

    def place(file: str, line: int) -> str:
        if order.cells and file == order.file:
            return f"{file}, {where(source.decode(), line)}"
        return in_file(file, line)

    return place


def notes(left_out: Sequence[FailedStatement], place: PlaceNamer) -> list[Note]:
    """What was left out, and why, each once; at most `MOST`."""
    told = {_what(one, place): _why(one, left_out, place) for one in left_out}
    if len(told) <= MOST:
        return list(told.items())
    rest = f"{len(told) - MOST + 1} more statements", "the notes above say how it began"
    return [*list(told.items())[: MOST - 1], rest]


def in_file(file: str, line: int) -> str:
    """How a line of a module is called."""
    return f"{file}, line {line}"


def reasons(left_out: Iterable[FailedStatement], file: str, place: PlaceNamer) -> dict[str, str]:
    """For each name that the file lacks, what its statement raised and where."""
    return {
        name: f"{_said(one.error)} ({place(one.file, one.line)})"
        for one in left_out
        if one.file == file
        for name in one.binds
    }


def explained(answer: Answer, left_out: Sequence[FailedStatement], place: PlaceNamer) -> Answer:
    """The answer; where a name was missing in it, with the statement that did not run."""
    if not isinstance(answer, Raised):
        return answer
    cause = _cause(answer, left_out)
    if cause is None:
        return answer
    because = f"{_what(cause, place)}, did not run: {_why(cause, left_out, place)}"
    return msgspec.structs.replace(answer, because=because)


def _what(one: FailedStatement, place: PlaceNamer) -> str:
    return f"{place(one.file, one.line)}, `{one.text}`"


def _why(one: FailedStatement, left_out: Sequence[FailedStatement], place: PlaceNamer) -> str:
    if one.error.kind == "forbidden":
        return _BANNED
    said, error = _said(one.error), one.error
    if error.line and (error.file, error.line) != (one.file, one.line):
        said += f" ({place(error.file, error.line)})"
    cause = _cause(error, left_out)
    if cause is not None and cause is not one:
        said += f"; {place(cause.file, cause.line)}, did not run"
    return said


def _said(error: Raised) -> str:
    return f"{error.error}: {error.message}" if error.message else error.error


def _cause(error: Raised, left_out: Sequence[FailedStatement]) -> FailedStatement | None:
    """The statement that would have given a value to the name that was missing."""
    absent = _ABSENT.search(error.message)
    if absent is None or error.error not in ("NameError", "ImportError", "AttributeError"):
        return None
    name = next(group for group in absent.groups() if group)
    binding = [one for one in left_out if name in one.binds]
    binding += [one for one in left_out if _STAR in one.binds]
    return binding[0] if binding else None
