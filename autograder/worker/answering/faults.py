"""Exceptions of a student's code as bounded records; a hostile exception object cannot escape."""

import traceback

from autograder.protocol.steps import ErrorKind, Raised

MAX_TEXT = 400  # characters of an error message


class Forbidden(RuntimeError):
    """Raised inside the worker where a hand-in reaches an operator that the question bans."""


class Missing(AttributeError):
    """The namespace has no such name."""


def raised(error: BaseException, files: tuple[str, ...] = ()) -> Raised:
    """The bounded record of an exception; nothing of a hostile exception object can escape."""
    file, line = _place(error, files)
    return Raised(
        _kind(error),
        _name(type(error)),
        _text(error),
        tuple(map(_name, type.__dict__["__mro__"].__get__(type(error))[:12])),
        file,
        line,
    )


def _kind(error: BaseException) -> ErrorKind:
    kind = type(error)  # what an exception says of its own class does not count
    if issubclass(kind, NotImplementedError):
        return "todo"
    if issubclass(kind, Missing):
        return "missing"
    if issubclass(kind, Forbidden):
        return "forbidden"
    if issubclass(kind, MemoryError) or "can't allocate memory" in _text(error):
        return "memory"
    return "raised"


def _name(kind: type) -> str:
    """A class's name, past whatever its metaclass makes of it."""
    return str.__str__(type.__dict__["__name__"].__get__(kind))[:100]


def _text(error: BaseException) -> str:
    try:
        if _is_plain(error) and isinstance(error, SyntaxError):
            return str.__str__(error.msg)[:MAX_TEXT]  # without the place, which is told apart
        return str.__str__(str(error))[:MAX_TEXT]
    except BaseException:  # noqa: BLE001 - a hostile __str__
        return "(an exception without a readable message)"


def _place(error: BaseException, files: tuple[str, ...]) -> tuple[str, int]:
    """The innermost line of the student's own files."""
    if _is_plain(error) and isinstance(error, SyntaxError) and error.filename in files:
        return str(error.filename), int(error.lineno or 0)
    place = ("", 0)
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in files:
            place = (frame.f_code.co_filename, line)
    return place


def _is_plain(error: BaseException) -> bool:
    """Whether Python itself made the exception: a subclass may lie about its file and line."""
    return type(error) in (SyntaxError, IndentationError, TabError)


def unsendable(message: str) -> Raised:
    """The record of an answer that is no data."""
    return Raised("unsendable", "Unsendable", message[:MAX_TEXT])
