"""Exceptions of a student's code as bounded records; a hostile exception object cannot escape."""

import traceback

from autograder.targets.steps import ErrorKind, Raised

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
        type(error).__name__[:100],
        _text(error),
        tuple(base.__name__[:100] for base in type(error).__mro__[:12]),
        file,
        line,
    )


def _kind(error: BaseException) -> ErrorKind:
    if isinstance(error, NotImplementedError):
        return "todo"
    if isinstance(error, Missing):
        return "missing"
    if isinstance(error, Forbidden):
        return "forbidden"
    if isinstance(error, MemoryError) or "can't allocate memory" in _text(error):
        return "memory"
    return "raised"


def _text(error: BaseException) -> str:
    try:
        return str(error)[:MAX_TEXT]
    except BaseException:  # noqa: BLE001 - a hostile __str__
        return "(an exception without a readable message)"


def _place(error: BaseException, files: tuple[str, ...]) -> tuple[str, int]:
    """The innermost line of the student's own files."""
    if isinstance(error, SyntaxError) and error.filename in files:
        return str(error.filename), int(error.lineno or 0)
    place = ("", 0)
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in files:
            place = (frame.f_code.co_filename, line)
    return place
