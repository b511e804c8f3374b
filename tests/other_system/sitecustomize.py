"""Makes this Python look like one of another system to `autograder`, and to nothing else.

Python imports it at its start where its folder is in PYTHONPATH. What the engine stands on is loaded
as it is; before the engine itself is, the system gets another name and loses what it has not.
PRETEND is that name, as `sys.platform` has it, and behind it what else to load first.
"""

import importlib
import os
import select
import signal
import socket
import sys
import sysconfig
from importlib.abc import MetaPathFinder

STANDS_ON = "typer rich.console rich.table msgspec jinja2"
GONE = {  # what no Python of that system has, of what this one has
    "darwin": {
        os: "O_PATH pidfd_open pipe2 posix_fadvise sched_getaffinity setns unshare",
        signal: "pidfd_send_signal sigwaitinfo",
        socket: "AF_NETLINK SOCK_SEQPACKET SO_PASSCRED",
    },
    "win32": {
        os: """fchown fork forkpty getegid geteuid getgid getpgid getuid killpg mkfifo nice O_DIRECTORY
            O_NOFOLLOW O_PATH pidfd_open pipe2 sched_getaffinity setns setsid setuid unshare
            WEXITSTATUS WIFSIGNALED WTERMSIG""",
        signal: "pidfd_send_signal pthread_sigmask SIGALRM SIGHUP SIGKILL SIGPIPE SIGUSR1",
        select: "epoll poll",
        socket: "AF_NETLINK AF_UNIX SOCK_SEQPACKET SO_PASSCRED recv_fds send_fds",
    },
}
MODULES = {"darwin": (), "win32": ("fcntl", "grp", "pwd", "resource", "termios")}


class Pretend(MetaPathFinder):
    """Waits for the engine's first import, and then changes what it will see."""

    def find_spec(self, name: str, *_: object) -> None:
        """Nothing: others find it, after the change."""
        if name.partition(".")[0] == "autograder" and self in sys.meta_path:
            sys.meta_path.remove(self)
            _become(*os.environ["PRETEND"].split())


def _become(system: str, *more: str) -> None:
    for name in (*STANDS_ON.split(), *more):
        importlib.import_module(name)
    sysconfig.get_config_vars()  # of a file that is named after the system
    for module, names in GONE[system].items():
        for name in names.split():
            if hasattr(module, name):
                delattr(module, name)
    for name in MODULES[system]:
        sys.modules[name] = None  # "not installed"
    sys.platform = system


if os.environ.get("PRETEND"):
    sys.meta_path.insert(0, Pretend())
