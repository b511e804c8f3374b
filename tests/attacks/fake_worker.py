"""A worker that follows a plan instead of the protocol: `fake_worker.py CHANNEL PLAN`.

It imports next to nothing, so that a test can afford one per case. The plan is a list of pairs:
what to do, and what with. In frames, `NOW` stands for the number of the call and `BEFORE` for the
number of the one before.
"""

import ctypes
import json
import os
import re
import signal
import struct
import sys
import time

PR_SET_DUMPABLE = 4  # <linux/prctl.h>
NOW, BEFORE = b"<the call>..", b"<one before>"


class FakeWorker:
    """One end of a channel; each method is a step of a plan."""

    def __init__(self, channel: int) -> None:
        self.channel = channel
        self.calls = [b"no call yet."] * 2

    def listen(self, frames: int) -> None:
        """Read what the judge asks, and note its number."""
        for _ in range(frames):
            _, header, body = struct.unpack("<4sIQ", self._read(16))
            call = re.search(rb"\xac([0-9a-f]{12})", self._read(header + body))
            if call:
                self.calls = [self.calls[1], call[1]]

    def say(self, text: str) -> None:
        """Write bytes."""
        data = self._filled(text)
        while data:
            data = data[os.write(self.channel, data) :]

    def drip(self, text: str) -> None:
        """Write bytes one at a time, a thousand of them in a second at most."""
        for byte in self._filled(text):
            os.write(self.channel, bytes([byte]))
            time.sleep(0.001)

    def flood(self, text: str) -> None:
        """Write the same bytes for ever."""
        while True:
            self.say(text)

    def end(self, status: int) -> None:
        """End as a program does that has nothing more to do."""
        sys.exit(status)

    def die(self, number: int) -> None:
        """End by a signal, and without a core dump, which takes time."""
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        os.kill(os.getpid(), number)

    def hang_up(self, seconds: float) -> None:
        """Close the channel and live on."""
        os.close(self.channel)
        time.sleep(seconds)

    def sleep(self, seconds: float) -> None:
        """Do nothing."""
        time.sleep(seconds)

    def _filled(self, text: str) -> bytes:
        return bytes.fromhex(text).replace(NOW, self.calls[1]).replace(BEFORE, self.calls[0])

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += os.read(self.channel, size - len(data)) or sys.exit(1)
        return data


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    worker = FakeWorker(int(sys.argv[1]))
    for act, argument in json.loads(sys.argv[2]):
        getattr(worker, act)(argument)
