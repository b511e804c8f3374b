"""A failure's message, taken apart where it compares: what was expected beside what came.

The messages are those of `autograder.suite.checks`; what is not recognised is shown as it is.
"""

import re

import msgspec

from autograder.escape import one_line

_VALUES = re.compile(
    r"(\d{1,12}) of (\d{1,12}) values of (.+) differ; the first(?: at (\[[\d, ]+\]))?: "
    r"expected (.+), got (.+)"
)
_KIND = re.compile(r"(.+) has (shape|dtype) (.+), expected (.+?)(?: \(the input's\))?")
_NUMBER = re.compile(r"(.+) is (\S+), expected (\S+)")


class Comparison(msgspec.Struct, frozen=True):
    """What a message compares, and where. `wrong` of `size` values differ, where it counts them."""

    subject: str
    place: str
    expected: str
    got: str
    wrong: int = 0
    size: int = 0

    @property
    def percent(self) -> float:
        """How much of the answer is wrong, in percent."""
        return round(100 * min(1, self.wrong / self.size), 1) if self.size else 0.0


def comparison(message: str) -> Comparison | None:
    """What the message compares; None where it says something else."""
    message = one_line(message)
    if found := _VALUES.fullmatch(message):
        wrong, size, what, place, expected, got = found.groups()
        return Comparison(what, place or "", expected, got, int(wrong), int(size))
    if found := _KIND.fullmatch(message):
        what, kind, got, expected = found.groups()
        return Comparison(f"the {kind} of {what}", "", expected, got)
    if found := _NUMBER.fullmatch(message):
        what, got, expected = found.groups()
        return Comparison(what, "", expected, got)
    return None
