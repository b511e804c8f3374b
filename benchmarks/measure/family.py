"""Tells the processes of one `autograder grade` apart by who forked them.

command -> warm -> workers' side -> (its process 1 in the namespaces) -> workers
                -> judges' zygote -> judges
"""

from typing import Literal

from measure.proc import leads_a_session, parent, pids

Role = Literal["warm", "workers' side", "judges' zygote", "judge"]


class Family:
    """What is alive below a command, and as what."""

    def __init__(self, command: int) -> None:
        self.command = command
        self.roles: dict[int, Role] = {}
        self.parents: dict[int, int] = {}  # of every process of the machine, asked once

    def look(self) -> None:
        """Learn of new processes, in the order of their forks, and forget those that ended."""
        alive = pids()
        for pid in self.parents.keys() - alive:
            del self.parents[pid]
            self.roles.pop(pid, None)
        for pid in sorted(alive - self.parents.keys()):
            self.parents[pid] = parent(pid) or 0
            role = self._role(self.parents[pid])
            if role:
                self.roles[pid] = role

    def judges(self) -> list[int]:
        """The forks that grade a hand-in each."""
        return [pid for pid, role in self.roles.items() if role == "judge"]

    def workers(self) -> list[int]:
        """The forks that hold a hand-in; locking itself down, each leads a session of its own."""
        side = (pid for pid, role in self.roles.items() if role == "workers' side")
        return [pid for pid in side if leads_a_session(pid)]

    def _role(self, parent: int) -> Role | None:
        if parent == self.command:
            return "warm"
        match self.roles.get(parent):
            case "warm":  # it forks the workers' side before any judge
                known = "workers' side" in self.roles.values()
                return "judges' zygote" if known else "workers' side"
            case "judges' zygote" | "judge":
                return "judge"
            case "workers' side":
                return "workers' side"
        return None
