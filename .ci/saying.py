"""How setup tells what it does."""

import time
from collections.abc import Callable

QUIET = 30.0  # seconds without a word, after which a reader may think that nothing happens


def say(text: str) -> None:
    """Tell what happens, at once even into a pipe."""
    print(f"setup: {text}", flush=True)


class Silence:
    """Breaks a silence: `wait` says how long there may be none, `break_it` says what takes so long."""

    def __init__(self, quiet: float = QUIET, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet, self._clock = quiet, clock
        self._started = self._last = clock()

    def tell(self, text: str) -> None:
        """Say something, which ends a silence."""
        say(text)
        self._last = self._clock()

    def wait(self) -> float:
        """Seconds until the next sign of life is due."""
        return max(0.01, self._last + self._quiet - self._clock())

    def break_it(self, doing: str) -> None:
        """Say what is still being done, where that is due."""
        now = self._clock()
        if now - self._last >= self._quiet:
            self.tell(f"still {doing}, for {now - self._started:.0f} s")
