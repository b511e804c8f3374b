"""Drops what a notebook shows, its outputs and pictures, while it is read: none of it is code.

Only as much is parsed as tells where a value ends, so that a notebook of any size needs little memory.
"""

import re
from collections.abc import Iterable, Iterator

from autograder.errors import SubmissionError

# a string, perhaps cut off where the part ends; or a bracket
TOKEN = re.compile(rb'"((?:[^"\\]++|\\.)*+)("?)|([\[{])|[\]}]', re.DOTALL)
REST_OF_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
STRING_ENDS, OPENS = 2, 3  # groups of a token
# a key, and how many containers are open around it: of a cell, of the notebook's metadata
SHOWN = {(b"outputs", 3), (b"attachments", 3), (b"widgets", 2)}
MOST_TOKENS = 5_000_000  # seconds of work; ten times as many as any notebook's that was looked at


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
        for token in TOKEN.finditer(part, self._end_of_string(part)):
            self.tokens += 1
            if token.lastindex == STRING_ENDS:
                self._string(token, part)
            elif token.lastindex == OPENS:
                if self._opens_what_is_dropped():
                    yield part[start : token.end()]
            elif self._closes_what_is_dropped():
                start = token.start()
        if self.tokens > MOST_TOKENS:
            raise SubmissionError(
                "shows more than is read here. Clear all outputs, save it and hand it in again."
            )
        if not self.dropped_from:
            yield part[start:]

    def _end_of_string(self, part: bytes) -> int:
        """Where the string ends that began in the part before."""
        if not self.in_string or not part:
            return 0
        at = 1 if self.is_escaped else 0
        match = REST_OF_STRING.match(part, at)
        end = match.end() if match else at
        self.string += part[:end]
        if len(self.string) > max(len(key) for key, _ in SHOWN):
            self.string = b"no key"
        self.in_string = part[end : end + 1] != b'"'
        self.is_escaped = self.in_string and end < len(part)
        return len(part) if self.in_string else end + 1

    def _string(self, token: re.Match[bytes], part: bytes) -> None:
        if token[STRING_ENDS]:
            self.string = token[1] if self.depth < 4 else b""
        else:
            self.in_string, self.string = True, token[1][:64]
            self.is_escaped = token.end() < len(part)

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
