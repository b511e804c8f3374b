"""Drops what a notebook shows, its outputs and pictures, while it is read: none of it is code.

Only as much is parsed as tells where a value ends, so that a notebook of any size needs little memory.
"""

import re
from collections.abc import Iterable, Iterator

from autograder.errors import SubmissionError

# a run of what is empty needs no look inside, however long it is
STRUCTURE = re.compile(rb'(?:(?:\[\]|\{\})[\s,]*+)++|["\[\]{}]')
# a key, and how many containers are open around it: of a cell, of the notebook's metadata
SHOWN = {(b"outputs", 3), (b"attachments", 3), (b"widgets", 2)}
LONGEST_KEY = 16
OPENS, BACKSLASH = b"[{", ord("\\")
MOST_TOKENS = 3_000_000  # seconds of work, and more than 60 MB of printed lines have


def without_outputs(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The notebook's JSON in parts, with `[]` or `{}` for what its cells show."""
    slimmer = _Slimmer()
    for part in parts:
        yield from slimmer.kept(part)


class _Slimmer:
    """Where in the notebook the next byte stands."""

    def __init__(self) -> None:
        self.depth = self.tokens = 0
        self.string = b""  # the last one: perhaps the key of what follows
        self.in_string = self.is_escaped = False  # at the end of a part
        self.dropped_from = 0  # the depth of what is being dropped; 0: nothing is

    def kept(self, part: bytes) -> Iterator[bytes]:
        """What of the part stays."""
        start = 0  # of what stays and was not given yet
        at = self._after_string(part, 0) if self.in_string else 0
        while token := STRUCTURE.search(part, at):
            self.tokens += 1
            at = token.end()
            if token[0] == b'"':
                self.in_string, self.string = True, b""
                at = self._after_string(part, at)
            elif len(token[0]) > 1:
                self.string = b""
            elif token[0] in OPENS:
                if self._opens_what_is_dropped():
                    yield part[start:at]
            elif self._closes_what_is_dropped():
                start = token.start()
        if self.tokens > MOST_TOKENS:
            raise SubmissionError(
                "shows more than is read here. Clear all outputs, save it and hand it in again."
            )
        if not self.dropped_from:
            yield part[start:]

    def _after_string(self, part: bytes, at: int) -> int:
        """Where the string ends that is being read, or the part."""
        start = at
        at += self.is_escaped
        while True:
            quote = part.find(b'"', at)
            end = quote if quote >= 0 else len(part)
            self.is_escaped = _is_odd(part, at, end)
            if quote < 0 or not self.is_escaped:
                break
            at = quote + 1
        self.string = (self.string + part[start : min(end, start + LONGEST_KEY)])[:LONGEST_KEY]
        self.in_string = quote < 0
        return end + 1 if quote >= 0 else end

    def _opens_what_is_dropped(self) -> bool:
        is_shown = not self.dropped_from and (self.string, self.depth) in SHOWN
        self.depth += 1
        self.string = b""
        if is_shown:
            self.dropped_from = self.depth
        return is_shown

    def _closes_what_is_dropped(self) -> bool:
        is_end = self.dropped_from > 0 and self.depth == self.dropped_from
        self.depth -= 1
        self.string = b""
        if is_end:
            self.dropped_from = 0
        return is_end


def _is_odd(part: bytes, start: int, end: int) -> bool:
    """True where what ends at `end` is escaped: by an odd number of backslashes."""
    first = end
    while first > start and part[first - 1] == BACKSLASH:
        first -= 1
    return (end - first) % 2 == 1
