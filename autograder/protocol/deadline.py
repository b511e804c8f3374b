"""The moment until which an answer is waited for, on an idle machine and on a busy one alike."""

import time
from collections.abc import Callable

STRETCH = 8  # a machine on which everything takes longer than that is no machine to grade on


class Deadline:
    """So many seconds of the peer's own from now on.

    `queued` tells how long the peer stood in line for a processor so far: such time is the
    machine's and does not count, up to `STRETCH` times the seconds in all.
    """

    def __init__(self, seconds: float, queued: Callable[[], float] = float) -> None:
        self.seconds, self._queued = seconds, queued
        self._start, self._queued_before = time.monotonic(), queued()

    def spent(self) -> float:
        """The seconds that count so far."""
        passed = time.monotonic() - self._start
        return max(passed - (self._queued() - self._queued_before), passed / STRETCH)

    def seconds_left(self) -> float:
        """How many more; negative when it is over."""
        return self.seconds - self.spent()

    def least_left(self) -> float:
        """How many more at least: the queue is looked at only where that decides."""
        left = self._start + self.seconds - time.monotonic()
        return left if left > 0 else self.seconds_left()
