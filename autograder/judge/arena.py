"""Memory that a judge's forks share: each adds what it found out, all read it, none outlives the judge.

A memory file without a name: no other process can open it. Records only ever follow one another; what a
fork that was killed had begun to write is written over.
"""

import fcntl
import os
import struct
from collections.abc import Iterable

KEY_BYTES = 32
MOST_BYTES = 128 << 20  # of all records; whatever comes later is worked out each time
MOST_OF_ONE = 48 << 20  # the gradients of ten million weights fit
_END = struct.Struct("<Q")  # at the beginning: where the last whole record ends
_HEAD = struct.Struct(f"<{KEY_BYTES}sQ")  # of a record: its key, its size


class Arena:
    """Bytes by key. To be made before the first fork."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._fd = os.memfd_create("arena", os.MFD_CLOEXEC)
        os.pwrite(self._fd, _END.pack(_END.size), 0)
        self._seen = _END.size  # records up to here are in `_places`
        self._places: dict[bytes, tuple[int, int]] = {}

    def find(self, key: bytes) -> bytes | None:
        """What any fork has added under this key, or None."""
        if key not in self._places:
            self._look()
        place = self._places.get(key)
        return None if place is None else os.pread(self._fd, place[1], place[0])

    def add(self, key: bytes, pieces: Iterable[bytes | memoryview]) -> bool:
        """Add a record; False where it is too large, or no more fit."""
        record = b"".join(pieces)
        if len(record) > MOST_OF_ONE:
            return False
        fcntl.lockf(self._fd, fcntl.LOCK_EX)  # of this process, gone with it
        try:
            end = self._end()
            if end + _HEAD.size + len(record) > self.most_bytes:
                return False
            written = os.pwrite(self._fd, _HEAD.pack(key, len(record)) + record, end)
            if written < _HEAD.size + len(record):
                return False  # no memory left
            os.pwrite(self._fd, _END.pack(end + written), 0)
        finally:
            fcntl.lockf(self._fd, fcntl.LOCK_UN)
        return True

    def _look(self) -> None:
        end = self._end()
        while self._seen < end:
            key, size = _HEAD.unpack(os.pread(self._fd, _HEAD.size, self._seen))
            self._places.setdefault(key, (self._seen + _HEAD.size, size))
            self._seen += _HEAD.size + size

    def _end(self) -> int:
        return _END.unpack(os.pread(self._fd, _END.size, 0))[0]
