"""Who is who below a running `autograder grade`, read from /proc."""

from pathlib import Path
from typing import NamedTuple

WARM = b"autograder.warm"


class Process(NamedTuple):
    """One line of the process table. A zombie only waits for its parent."""

    pid: int
    parent: int
    session: int
    started: int
    zombie: bool


def everybody() -> dict[int, Process]:
    """All processes of this host, by number."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text("utf-8", "replace").rsplit(")", 1)[1].split()
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended while we looked
            pid = int(entry.name)
            zombie = stat[0] in "ZX"
            found[pid] = Process(pid, int(stat[1]), int(stat[3]), int(stat[19]), zombie)
    return found


class Tree:
    """The processes below a command, as they are now; every answer is sorted by age."""

    def __init__(self, command: int) -> None:
        self.command, self.all = command, everybody()

    def children(self, *parents: int) -> list[int]:
        """Those directly below `parents`."""
        found = [process for process in self.all.values() if process.parent in parents]
        return [process.pid for process in sorted(found, key=lambda p: (p.started, p.pid))]

    def below(self, *parents: int) -> list[int]:
        """Those anywhere below `parents`."""
        found = self.children(*parents)
        return found + self.below(*found) if found else []

    def find(self, role: str) -> list[int]:
        """Those that play a role and still run."""
        found = getattr(self, f"_{role}")()
        return [pid for pid in found if pid in self.all and not self.all[pid].zombie]

    def _command(self) -> list[int]:
        return [self.command]

    def _warm(self) -> list[int]:
        return [pid for pid in self.children(self.command) if WARM in command_line(pid)]

    def _zygote(self) -> list[int]:
        """The workers' zygote, forked before any judge, and below it the part in the namespaces."""
        outer = self._forked_by_warm()[:1]
        return outer + [pid for pid in self.below(*outer) if not self._leads(pid)]

    def _worker(self) -> list[int]:
        """Workers lead sessions of their own."""
        return [pid for pid in self.below(*self._forked_by_warm()[:1]) if self._leads(pid)]

    def _judge_zygote(self) -> list[int]:
        return self._forked_by_warm()[1:]

    def _judge(self) -> list[int]:
        return self.children(*self._judge_zygote())

    def _anybody(self) -> list[int]:
        return self.below(self.command)

    def _forked_by_warm(self) -> list[int]:
        return self.children(*self._warm())

    def _leads(self, pid: int) -> bool:
        return self.all[pid].session == pid


def alive(pids: set[int]) -> set[int]:
    """Those that still run; a zombie waits only for its parent."""
    return {pid for pid, process in everybody().items() if pid in pids and not process.zombie}


def below(pid: int) -> set[int]:
    """All processes below one, zombies too."""
    return set(Tree(pid).below(pid))


def command_line(pid: int) -> bytes:
    """What a process was called with, nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
