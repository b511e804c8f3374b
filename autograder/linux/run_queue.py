"""How long a process had a processor, and how long it stood in line for one: the machine's part of its time."""

import contextlib
import os


class RunQueue:
    """The line that a process stands in.

    Linux counts it in `/proc/PID/schedstat`, second field, in nanoseconds (Documentation/scheduler/
    sched-stats.rst), behind the time with a processor. A kernel that does not count says 0.
    """

    def __init__(self, pidfd: int) -> None:
        self._seconds = self._running = 0.0
        self._file = -1
        with contextlib.suppress(OSError):  # the process has ended, or nobody counts
            self._file = os.open(f"/proc/{_pid(pidfd)}/schedstat", os.O_RDONLY | os.O_CLOEXEC)

    def seconds(self) -> float:
        """How long all in all; what was last seen once the process has ended."""
        if self._file >= 0:
            with contextlib.suppress(OSError, ValueError, IndexError):
                running, queued, *_ = os.pread(self._file, 100, 0).split()
                self._running, self._seconds = int(running) / 1e9, int(queued) / 1e9
        return self._seconds

    def running(self) -> float:
        """How long the process had a processor; what was last seen once it has ended."""
        self.seconds()
        return self._running

    def close(self) -> None:
        """Look no longer; the last figure stays."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _pid(pidfd: int) -> int:
    """The number of a pidfd's process as we see it, not as its own namespace does; -1 if it ended."""
    with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as file:  # noqa: PTH123 - no file of the disk
        fields = dict(line.split(":", 1) for line in file.read().splitlines())
    return int(fields.get("Pid", "-1"))
