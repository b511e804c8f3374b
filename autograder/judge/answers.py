"""What a worker's frame means: every field is checked, and its words become one printable line."""

import math
from typing import Any

import msgspec

from autograder.errors import ProtocolError
from autograder.escape import one_line
from autograder.protocol.steps import Raised, Value

LONGEST = 403  # characters of an error's text, dots included
MOST = 10**9  # steps or seconds of a training; more is nonsense
MOST_NOTES = 20  # of an import


def read_answer(frame: Any, call: str) -> Value | Raised:
    """The answer in a frame, every field checked; `ProtocolError` for anything else."""
    match frame:
        # the kind is known to be text before it is compared: an array's `==` gives an array
        case (str() as id, str() as kind, *fields) if id == call:
            match kind, *fields:
                case ("value", value, float() as seconds):
                    return Value(value, seconds)
                case ("raised", *fields) if len(fields) == len(Raised.__struct_fields__):
                    return _inert(dict(zip(Raised.__struct_fields__, fields, strict=True)))
    raise ProtocolError("it is no answer to this call")


def read_training(frame: Any, call: str) -> tuple[int, int, float, float] | None:
    """Step, steps, loss and seconds left where a frame tells how far a training is, else None."""
    match frame:
        case (str() as id, str() as kind, int() as step, int() as steps, *fields) if id == call:
            match kind, *fields:
                case ("training", float() as loss, float() as left):
                    counts = type(step) is type(steps) is int and 0 < step <= steps <= MOST
                    if counts and math.isfinite(loss) and 0 <= left <= MOST:
                        return step, steps, loss, left
    return None


def read_notes(value: Any) -> dict[str, str]:
    """What an import has left out, and why; `ProtocolError` where the value does not say that."""
    if value is None:  # not `not value`: it may be a tensor
        return {}
    try:
        pairs = msgspec.convert(value, list[tuple[str, str]])
    except msgspec.ValidationError as error:
        raise ProtocolError(str(error)) from None
    return {
        one_line(statement, 203): one_line(reason, 303) for statement, reason in pairs[:MOST_NOTES]
    }


def _inert(fields: dict[str, Any]) -> Raised:
    try:
        raised = msgspec.convert(fields, Raised)
    except msgspec.ValidationError as error:
        raise ProtocolError(str(error)) from None
    return msgspec.structs.replace(
        raised,
        error=one_line(raised.error, 103),
        message=one_line(raised.message, LONGEST),
        file=one_line(raised.file, 103),
        because=one_line(raised.because, LONGEST),
    )
