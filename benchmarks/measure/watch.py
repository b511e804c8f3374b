"""Watches the processes of a command: their processor time, and what memory is theirs alone.

It looks from outside, because nobody waits for a judge: it ends by itself, and no parent's `rusage`
ever holds what it used. Memory takes milliseconds to ask for, so it is left out while time counts.
"""

import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from measure.family import Family
from measure.proc import cpu_seconds, private_mb, reaped_seconds

_LOOK_SECONDS = 0.01
_LOOKS_PER_MEMORY = 5


class Watch:
    """A thread that looks at the descendants of a command until it is told to stop."""

    def __init__(self, command: int, memory: bool = False) -> None:
        self.family, self.memory = Family(command), memory
        self.judge_mb: list[float] = []
        self.worker_mb: list[float] = []
        self._used: dict[int, float] = {}  # process -> seconds, where nobody else tells them
        self._ended = 0.0  # seconds of those that are gone
        self._reapers: set[int] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    @property
    def cpu_seconds(self) -> float:
        """What all below the warm process used; of each judge half a look is missing."""
        return self._ended + sum(self._used.values())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        looks = 0
        while not self._stop.wait(_LOOK_SECONDS):
            self.family.look()
            workers = self.family.workers()
            self._count(workers)
            if self.memory and looks % _LOOKS_PER_MEMORY == 0:
                self.worker_mb += _known(map(private_mb, workers))
                self.judge_mb += _known(map(private_mb, self.family.judges()))
            looks += 1

    def _count(self, workers: list[int]) -> None:
        """Note what each process has used; workers are reaped, so their parent has their time."""
        for pid in self._used.keys() - self.family.roles.keys():
            self._ended += self._used.pop(pid)
        self._reapers |= {self.family.parents[pid] for pid in workers}
        for pid, role in self.family.roles.items():
            if role == "warm" or pid in workers:  # the command waits for the warm process
                self._used.pop(pid, None)
                continue
            found = _known([cpu_seconds(pid), reaped_seconds(pid) if pid in self._reapers else 0])
            if len(found) == 2:
                self._used[pid] = sum(found)


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]
