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
    reason_of = {
        _what(statement, place): _why(statement, left_out, place) for statement in left_out
    }
    if len(reason_of) <= MOST:
        return list(reason_of.items())
    last_note = f"{len(reason_of) - MOST + 1} more statements", "the notes above say how it began"
    return [*list(reason_of.items())[: MOST - 1], last_note]


def in_file(file: str, line: int) -> str:
    """How a line of a module is called."""
    return f"{file}, line {line}"


def reasons(left_out: Iterable[FailedStatement], file: str, place: PlaceNamer) -> dict[str, str]:
    """For each name that the file lacks, what its statement raised and where."""
    return {
        name: f"{_said(statement.error)} ({place(statement.file, statement.line)})"
        for statement in left_out
        if statement.file == file
        for name in statement.binds
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


def _what(statement: FailedStatement, place: PlaceNamer) -> str:
    return f"{place(statement.file, statement.line)}, `{statement.text}`"


def _why(statement: FailedStatement, left_out: Sequence[FailedStatement], place: PlaceNamer) -> str:
    if statement.error.kind == "forbidden":
        return _BANNED
    text, error = _said(statement.error), statement.error
    if error.line and (error.file, error.line) != (statement.file, statement.line):
        text += f" ({place(error.file, error.line)})"
    cause = _cause(error, left_out)
    if cause is not None and cause is not statement:
        text += f"; {place(cause.file, cause.line)}, did not run"
    return text


def _said(error: Raised) -> str:
    return f"{error.error}: {error.message}" if error.message else error.error


def _cause(error: Raised, left_out: Sequence[FailedStatement]) -> FailedStatement | None:
    """The statement that would have given a value to the name that was missing."""
    match = _ABSENT.search(error.message)
    if match is None or error.error not in ("NameError", "ImportError", "AttributeError"):
        return None
    name = next(group for group in match.groups() if group)
    binding = [statement for statement in left_out if name in statement.binds]
    binding += [statement for statement in left_out if _STAR in statement.binds]
    return binding[0] if binding else None
