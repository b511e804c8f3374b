"""The workers' zygote: holds torch and no secret, and forks one locked worker per request.

Judges reach it over sockets of their own (`SOCK_SEQPACKET`): a request comes with the worker's end
of a channel, the answer with a pidfd. When a judge hangs up, its workers are killed. Workers that must not
use some operators come from a fork of the zygote that has given these up for ever.
"""

import contextlib
import gc
import os
import platform
import select
import signal
import socket
import sys
import tempfile

import msgspec

from autograder.networks.vision_schemas import mend_torchvision
from autograder.protocol.wire import Caps, send
from autograder.protocol.workers import Dismiss, Ended, Join, Reap, Spawn, Spawned, hung_up
from autograder.worker import sandbox
from autograder.worker.ban import ban
from autograder.worker.graphs import load_what_makes_graphs
from autograder.worker.loading import load_alone
from autograder.worker.loop import serve
from autograder.worker.rehearse import rehearse

UNEXPECTED = 70  # exit status of a worker that broke before or outside the hand-in
DYING_MS = 20
CHANNEL = 3  # the one descriptor that a worker keeps


def run_zygote(requests: socket.socket, without: frozenset[str]) -> None:
    """Enter the namespaces once, then fork workers until the warm process hangs up."""
    readable = sandbox.readable_paths()
    sandbox.measure_baseline()
    # Parts of torch ask for its name on import; a worker, which may write nowhere, would find none.
    tempfile.tempdir = "/tmp"  # noqa: S108
    _forget_the_host()
    namespaces, missing = sandbox.enter_namespaces(readable, without)
    prepared = sandbox.prepare(readable, namespaces, missing, without)
    if prepared.scratch:
        sandbox.live_in_scratch()
    load_alone()
    mend_torchvision()
    rehearse()
    Zygote(requests, prepared, readable).run()


class Zygote:
    """One socket per judge, one list of live workers per socket."""

    def __init__(
        self,
        requests: socket.socket,
        prepared: sandbox.Prepared,
        readable: list[str],
        forbidden: tuple[str, ...] = (),
        problem: str = "",
    ) -> None:
        self.requests, self.prepared, self.readable = requests, prepared, readable
        self.forbidden, self.problem = forbidden, problem  # problem: why they could not be banned
        self.branches: dict[tuple[str, ...], socket.socket] = {}  # zygotes that lack operators
        self.workers: dict[int, set[int]] = {}  # a judge's socket -> its workers
        self.judges: dict[int, socket.socket] = {}
        self.dying: set[int] = set()  # killed, not yet reaped

    def run(self) -> None:
        """Answer judges, one message at a time."""
        gc.collect()
        gc.freeze()  # workers share these pages
        poll = select.poll()
        poll.register(self.requests, select.POLLIN)
        while True:
            for fd, _ in poll.poll(DYING_MS if self.dying else None):
                if fd == self.requests.fileno():
                    judge = self._welcome()
                    if judge is not None:
                        poll.register(judge, select.POLLIN)
                elif not self._answer(self.judges[fd]):
                    poll.unregister(fd)
                    self._part(fd)
            self._bury()

    def _welcome(self) -> int | None:
        """The line to a new judge; None where it is handed on to the zygote that it asked for."""
        message, fds, _, _ = socket.recv_fds(self.requests, 4096, 1)
        if not message:
            os._exit(0)
        forbidden = msgspec.msgpack.decode(message, type=Join).forbidden
        if forbidden != self.forbidden:
            self._hand_on(forbidden, message, fds[0])
            return None
        judge = socket.socket(fileno=fds[0])
        self.judges[judge.fileno()] = judge
        self.workers[judge.fileno()] = set()
        return judge.fileno()

    def _hand_on(self, forbidden: tuple[str, ...], message: bytes, judge: int) -> None:
        branch = self.branches.get(forbidden)
        if branch is None or hung_up(branch):  # none yet, or someone killed it
            branch = self.branches[forbidden] = self._branch(forbidden)
        with contextlib.suppress(OSError):  # killed just now: the judge finds its line closed
            socket.send_fds(branch, [message], [judge])
        os.close(judge)

    def _branch(self, forbidden: tuple[str, ...]) -> socket.socket:
        """A line to a new zygote whose workers lack these operators."""
        load_what_makes_graphs()  # once for all branches
        parent_end, child_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if os.fork() == 0:
            try:
                keep = (0, 1, 2, child_end.fileno(), *self.prepared.descriptors)
                sandbox.close_all_but(keep)
                prepared = self.prepared.handed_to_a_fork()
                Zygote(child_end, prepared, self.readable, forbidden, _banned(forbidden)).run()
            finally:
                os._exit(UNEXPECTED)
        child_end.close()
        return parent_end

    def _answer(self, judge: socket.socket) -> bool:
        """Serve one message; False where the judge is gone."""
        try:
            message, fds, _, _ = socket.recv_fds(judge, 4096, 1)
            if not message:
                return False
            request = msgspec.msgpack.decode(message, type=Spawn | Reap | Dismiss)
            if isinstance(request, Spawn):
                self._spawn(judge, request, fds[0])
            elif isinstance(request, Dismiss):
                self._dismiss(judge.fileno(), request.pid)
            else:
                judge.send(msgspec.msgpack.encode(self._reap(judge.fileno(), request.pid)))
        except OSError:
            return False
        return True

    def _spawn(self, judge: socket.socket, request: Spawn, channel: int) -> None:
        if sandbox.task_count() != 1:
            raise RuntimeError("the zygote has more than one thread: a fork of it could hang")
        pid = os.fork()
        if pid == 0:
            self._become_worker(channel, request.bounds)
        os.close(channel)
        self.workers[judge.fileno()].add(pid)
        pidfd = os.pidfd_open(pid)
        try:
            socket.send_fds(judge, [msgspec.msgpack.encode(Spawned(pid))], [pidfd])
        finally:
            os.close(pidfd)

    def _become_worker(self, channel: int, bounds: sandbox.Bounds) -> None:
        try:
            os.dup2(channel, CHANNEL)
            os.dup2(1, 2)  # the warm process was started with 0 and 1 on /dev/null
            sandbox.close_all_but((0, 1, 2, CHANNEL, *self.prepared.descriptors))
            send(CHANNEL, self._locked(bounds), Caps())
            serve(CHANNEL, self.problem)
        finally:
            os._exit(UNEXPECTED)

    def _locked(self, bounds: sandbox.Bounds) -> dict | str:
        """Lock this process; its isolation for the judge, or why it could not be locked."""
        try:
            isolation = sandbox.lock_down(self.prepared, bounds)
        except Exception as error:  # noqa: BLE001 - told to the judge, who then refuses this worker
            return f"{type(error).__name__}: {error}"
        _forget_the_course(self.readable)
        return msgspec.structs.asdict(isolation)

    def _reap(self, judge: int, pid: int) -> Ended:
        _, status, usage = os.wait4(pid, 0)
        self.workers[judge].discard(pid)
        return Ended(status, usage.ru_utime + usage.ru_stime)

    def _dismiss(self, judge: int, pid: int) -> None:
        if pid in self.workers[judge]:
            self.workers[judge].discard(pid)
            os.kill(pid, signal.SIGKILL)
            self.dying.add(pid)

    def _bury(self) -> None:
        """Reap the dead among those killed; tearing a process down takes milliseconds."""
        self.dying = {pid for pid in self.dying if os.waitpid(pid, os.WNOHANG) == (0, 0)}

    def _part(self, judge: int) -> None:
        for pid in list(self.workers[judge]):
            self._dismiss(judge, pid)
        del self.workers[judge]
        self.judges.pop(judge).close()


def _banned(forbidden: tuple[str, ...]) -> str:
    """Ban these operators in this process; what went wrong, if anything did."""
    try:
        ban(forbidden)
    except Exception as error:  # noqa: BLE001 - told to the judge, who then refuses every worker
        return f"{type(error).__name__}: {error}"
    return ""


def _forget_the_course(readable: list[str]) -> None:
    """Leave only readable places on `sys.path`, so that what is not there is simply not found."""
    sys.path[:] = [path for path in sys.path if any(path.startswith(root) for root in readable)]
    sys.dont_write_bytecode = True
    sys.argv = [""]


def _forget_the_host() -> None:
    """Keep what `uname` tells Python's users but the host's name: a worker may not call it."""
    system, _, release, version, machine = os.uname()
    masked = os.uname_result((system, "worker", release, version, machine))
    os.uname = lambda: masked
    socket.gethostname = lambda: masked.nodename
    platform.__dict__["_uname_cache"] = None  # torch asked on import
