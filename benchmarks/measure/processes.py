"""Watches the processes of one `autograder grade`: their processor time, and what memory is theirs.

All of it is read from outside, because nobody waits for a judge: it ends by itself, and no parent's
`rusage` ever holds what it used. It takes a few microseconds per process, and several milliseconds
where memory is asked for, which is why that is left out while time is measured.
"""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

Role = Literal["warm", "workers' side", "judges' zygote", "judge"]
_LOOK_SECONDS = 0.01
_LOOKS_PER_MEMORY = 5
_TICKS = os.sysconf("SC_CLK_TCK")


class Watch:
    """A thread that looks at the descendants of a command until it is told to stop."""

    def __init__(self, command: int, memory: bool = False) -> None:
        self.command, self.memory = command, memory
        self.judge_mb: list[float] = []
        self.worker_mb: list[float] = []
        self._parents: dict[int, int] = {}  # every process of the machine
        self._roles: dict[int, Role] = {}
        self._used: dict[int, float] = {}  # seconds of living processes that nobody reaps
        self._ended = 0.0  # seconds of those that are gone
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    @property
    def cpu_seconds(self) -> float:
        """What everything below the warm process has used, as far as it was seen.

        A judge's last moments, half a look on average, are missing.
        """
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
            self._find()
            workers = [pid for pid in self._on("workers' side") if _leads_a_session(pid)]
            self._count(workers)
            if self.memory and looks % _LOOKS_PER_MEMORY == 0:
                self.worker_mb += _private_mb(workers)
                self.judge_mb += _private_mb(self._on("judge"))
            looks += 1

    def _on(self, role: Role) -> list[int]:
        return [pid for pid, its in self._roles.items() if its == role]

    def _find(self) -> None:
        """Learn of new processes, in the order in which they were forked; forget those that ended."""
        alive = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        for pid in self._parents.keys() - alive:
            del self._parents[pid]
            self._roles.pop(pid, None)
            self._ended += self._used.pop(pid, 0.0)
        for pid in sorted(alive - self._parents.keys()):
            self._parents[pid] = parent = _parent(pid)
            role = self._role(parent)
            if role:
                self._roles[pid] = role

    def _role(self, parent: int) -> Role | None:
        """What a process is, by its parent: the warm process forks the workers' side first."""
        if parent == self.command:
            return "warm"
        match self._roles.get(parent):
            case "warm":
                return "judges' zygote" if "workers' side" in self._roles.values() else "workers' side"
            case "judges' zygote" | "judge":
                return "judge"
            case "workers' side":
                return "workers' side"
        return None

    def _count(self, workers: list[int]) -> None:
        """Note what each has used; a worker is reaped, so its parent has its time."""
        reapers = {self._parents[pid] for pid in workers}
        self._reapers = getattr(self, "_reapers", set()) | reapers
        for pid, role in self._roles.items():
            if role == "warm" or pid in workers:
                self._used.pop(pid, None)
                continue
            reaped = _reaped_seconds(pid) if pid in self._reapers else 0.0
            self._used[pid] = max(_cpu_seconds(pid) + reaped, self._used.get(pid, 0.0))
