"""Locks one worker down for ever, then reports what really holds it.

A zygote prepares once what all its workers share; each worker, a fresh fork, locks itself before
the first line of student code. Nothing here can be undone, so nothing here runs in a judge.
"""

import os
import signal
from collections.abc import Callable, Collection

import msgspec

from autograder.errors import IsolationError
from autograder.linux import privileges
from autograder.linux.syscalls import reason
from autograder.protocol.isolation import LAYERS, OPTIONAL, Bounds, Isolation, level_of
from autograder.worker.sandbox import landlock, limits, probe, scratch, seccomp
from autograder.worker.sandbox.proc import measure_baseline, proc_directory, task_count

LEFT_OUT = "left out"
FIRST = 1  # the process that a process tree begins with


class Prepared(msgspec.Struct, frozen=True):
    """What the workers of a zygote share. A worker keeps `descriptors` until it is locked."""

    zygote: int  # its process id, in its own namespace
    abi: int  # Landlock's version
    descriptors: tuple[int, ...]  # all above 199: Landlock's rules if there are any, then /proc
    absent: dict[str, str]  # layer -> why it is not there
    own_tree: (
        bool  # whether the zygote, or the one that it was forked from, is process 1 of its own
    )
    scratch: bool = False  # whether workers may have one

    def handed_to_a_fork(self) -> "Prepared":
        """The same for a zygote that was just forked from the one which prepared it."""
        own_tree = self.own_tree and os.getppid() == self.zygote
        return msgspec.structs.replace(self, zygote=os.getpid(), own_tree=own_tree)


def prepare(
    readable: list[str],
    namespaces: list[str],
    missing: list[str],
    without: Collection[str] = frozenset(),
) -> Prepared:
    """Do once, in the zygote and after `enter_namespaces`, what need not be done per worker."""
    unknown = set(without) - set(OPTIONAL)
    if unknown:
        raise ValueError(f"no such layer: {', '.join(sorted(unknown))}; there are {OPTIONAL}")
    absent = dict.fromkeys(without, LEFT_OUT)
    if not namespaces:
        absent["namespaces"] = "; ".join(text.removeprefix("namespaces: ") for text in missing)
    abi, rules = 0, ()
    if "landlock" not in absent:
        try:
            abi = landlock.landlock_abi()
            rules = (landlock.build_ruleset(readable, scratch.FOLDER if namespaces else ""),)
        except OSError as error:
            absent["landlock"] = reason(error)
    own_tree = os.getpid() == FIRST
    return Prepared(os.getpid(), abi, (*rules, proc_directory()), absent, own_tree, not absent)


def lock_down(prepared: Prepared, bounds: Bounds) -> Isolation:
    """Lock this process, which must have one thread, and probe it. Never undone."""
    if task_count() != 1:
        raise IsolationError("a process with more than one thread cannot be locked down")
    in_use = measure_baseline()
    absent = dict(prepared.absent)
    _detach(prepared.zygote)
    writes = prepared.scratch and _has_scratch(absent)
    resource_limits = limits.limits_for(bounds, in_use, "namespaces" not in prepared.absent, writes)
    _attempt(absent, "rlimits", lambda: limits.apply(resource_limits))
    _attempt(absent, "no_new_privs", privileges.drop_privileges)
    _attempt(absent, "landlock", lambda: landlock.restrict(prepared.descriptors[0]))
    for fd in prepared.descriptors:
        os.close(fd)
    _attempt(absent, "no_new_privs", privileges.privileges_left)
    _attempt(absent, "seccomp", lambda: seccomp.install(bounds.cuda, writes))
    _attempt(
        absent, "namespaces", lambda: probe.host_is_visible(prepared.zygote, prepared.own_tree)
    )
    _attempt(absent, "landlock", probe.files_are_open)
    _attempt(absent, "seccomp", lambda: probe.calls_get_through(writes))
    _attempt(absent, "rlimits", lambda: probe.limits_give_way(resource_limits, bounds))
    if writes:
        _attempt(absent, "namespaces", scratch.gives_way)
    return _verdict(absent, prepared.abi)


def _detach(zygote: int) -> None:
    """Leave the zygote's session, hide the memory from other processes, die with the zygote."""
    if os.getsid(0) != os.getpid():
        os.setsid()
    privileges.prctl(privileges.PR_SET_DUMPABLE, 0)
    privileges.prctl(privileges.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != zygote:
        raise IsolationError("the zygote ended while a worker started")


def _has_scratch(absent: dict[str, str]) -> bool:
    """Mount a scratch; whether there is one: without it nothing can be written anywhere."""
    _attempt(absent, "namespaces", scratch.mount_scratch)
    _attempt(absent, "namespaces", scratch.is_as_large_as_told)
    return "namespaces" not in absent


def _attempt(absent: dict[str, str], layer: str, step: Callable[[], str | None]) -> None:
    """Take a step for a layer that is still there; what it returns or raises says why not."""
    if layer in absent:
        return
    try:
        problem = step()
    except OSError as error:
        problem = reason(error)
    if problem:
        absent[layer] = problem


def _verdict(absent: dict[str, str], abi: int) -> Isolation:
    effective = [layer for layer in LAYERS if layer not in absent]
    names = {"landlock": f"landlock {abi}"}
    return Isolation(
        level_of(effective),
        tuple(names.get(layer, layer) for layer in effective if layer in OPTIONAL),
        tuple(f"{layer}: {absent[layer]}" for layer in LAYERS if layer in absent),
    )
