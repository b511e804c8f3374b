"""Warm processes, kept from one hand-in to the next for as long as what they were started with holds.

A warm process is started by exec, because a Dask worker is daemonic and may have no children of
`multiprocessing`. It ends by itself when the process that started it is gone.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from autograder.course.assignment import Limits
from autograder.errors import AutograderError
from autograder.grading.host import Warm
from autograder.grading.judge_client import Judge


class Setting(msgspec.Struct, frozen=True):
    """What a warm process is started with; `data`: where CIFAR-10 lies, or "".

    `state` tells courses in one folder apart, for whoever keeps a process while they change.
    """

    course: str
    preload: tuple[str, ...] = ()
    data: str = ""
    state: str = ""


class _Open:
    """A warm process, and how many hand-ins use it now."""

    def __init__(self, setting: Setting) -> None:
        data = Path(setting.data) if setting.data else None
        self.warm = Warm(Path(setting.course), setting.preload, data=data)
        self.users = 0


class WarmProcesses:
    """Warm processes by their setting, started at first use; may be used from many threads.

    Each holds torch, so `capacity` of them are kept.
    """

    def __init__(self, capacity: int = 1) -> None:
        self.capacity = capacity
        self._lock = threading.Lock()
        self._closed = False
        self._open: dict[Setting, _Open] = {}  # the one used last stands last

    @contextmanager
    def judge(self, setting: Setting, slug: str, limits: Limits) -> Iterator[Judge]:
        """A judge that stays open for as long as it is used, and as a rule longer."""
        with self._lock:
            if self._closed:
                raise AutograderError("the warm process was told to end")
            host = self._open.pop(setting, None)
            if host is None:
                self._make_room()
                host = _Open(setting)
            self._open[setting] = host
            judge = host.warm.judge(slug, limits)
            host.users += 1
        try:
            yield judge
        except AutograderError:  # it may be broken for good
            self._forget(setting, host)
            raise
        finally:
            self._leave(setting, host)

    def close(self) -> None:
        """End them all, for good."""
        with self._lock:
            self._closed = True
            for host in self._open.values():
                host.warm.close()
            self._open.clear()

    def _make_room(self) -> None:
        idle = [setting for setting, host in self._open.items() if not host.users]
        for setting in idle[: max(0, len(self._open) - self.capacity + 1)]:
            self._open.pop(setting).warm.close()

    def _forget(self, setting: Setting, broken: _Open) -> None:
        with self._lock:
            if self._open.get(setting) is broken:
                del self._open[setting]

    def _leave(self, setting: Setting, host: _Open) -> None:
        with self._lock:
            host.users -= 1
            forgotten = self._open.get(setting) is not host and not host.users
        if forgotten:
            host.warm.close()
