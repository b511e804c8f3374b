"""The warm process: imports torch once, then forks the workers' zygote and a judge per request.

It is started by exec with `-I` and a clean environment, computes nothing and stays single-threaded.
"""

import contextlib
import gc
import importlib
import os
import socket
import traceback
from collections.abc import Callable

import msgspec

from autograder.protocol.workers import hung_up
from autograder.worker.uncompiled import leave_uncompiled
from autograder.worker.zygote import run_zygote

PROBE = "?"  # in place of an assignment: only tell how far workers are locked down


def main(control_fd: int, settings_json: str) -> None:
    """Fork on request until the command hangs up; everything forked ends with this process."""
    settings = msgspec.json.decode(settings_json)
    importlib.import_module("numpy")
    leave_uncompiled()
    for name in settings["preload"]:
        _import_if_there(name)
    gc.collect()
    gc.freeze()  # forks share these pages; a collection would copy them
    control = socket.socket(fileno=control_fd)
    requests = _fork_zygote(control, tuple(settings["without"]))
    while True:
        slug, fds, _, _ = socket.recv_fds(control, 4096, 1)
        if not slug:
            os._exit(0)
        if hung_up(requests):  # someone killed it
            requests = _fork_zygote(control, tuple(settings["without"]))
        _fork_judge(settings["course"], settings["data"], slug.decode(), fds[0], requests, control)


def _import_if_there(name: str) -> None:
    """Import what hand-ins may want; whoever needs a module that is missing here will say so."""
    with contextlib.suppress(ImportError):
        importlib.import_module(name)


def _fork_zygote(control: socket.socket, without: tuple[str, ...]) -> socket.socket:
    parent_end, child_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        control.close()
        parent_end.close()
        _run(lambda: run_zygote(child_end, frozenset(without)))
    child_end.close()
    return parent_end


def _fork_judge(
    course: str,
    data: str,
    slug: str,
    jobs: int,
    requests: socket.socket,
    control: socket.socket,
) -> None:
    if os.fork() == 0:
        control.close()

        def judge() -> None:
            from autograder.judge.probe import run_probe  # noqa: PLC0415 - no worker may hold it
            from autograder.judge.session import run_judge  # noqa: PLC0415 - nor this

            line = socket.socket(fileno=jobs)
            if slug == PROBE:
                run_probe(line, requests)
            else:
                run_judge(course, slug, data, line, requests)

        _run(judge)
    os.close(jobs)


def _run(body: Callable[[], None]) -> None:
    """Run a child's body; whatever happens, it never returns into its parent's code."""
    status = 1
    try:
        body()
        status = 0
    except BaseException:  # noqa: BLE001 - printed; a child has no caller to tell
        traceback.print_exc()
    finally:
        os._exit(status)
