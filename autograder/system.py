"""What of the engine runs on which operating system: grading on Linux, all else anywhere."""

import os
import sys

from autograder.errors import UsageError

NAMES = {"darwin": "macOS", "win32": "Windows"}
INSTEAD = "use WSL, a container or CI"


def is_linux() -> bool:
    """Whether hand-ins can be locked in here: namespaces, Landlock and seccomp are Linux's."""
    return sys.platform == "linux"


def require_linux(purpose: str) -> None:
    """`UsageError` that says where else to go, where this is no Linux."""
    if not is_linux():
        here = NAMES.get(sys.platform, sys.platform)
        raise UsageError(f"{purpose} needs Linux, and this is {here}: {INSTEAD}")


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux's
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
