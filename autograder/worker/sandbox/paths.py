"""What student code may read: Python, its packages and what they load from the system.

Never a whole environment or prefix: a course may lie inside one, or one inside a course.
"""

import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

_SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/etc/alternatives",  # Debian's BLAS and LAPACK are links through here
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
)


def readable_paths() -> list[str]:
    """The existing paths, each as Python names it and as it really is; none inside another."""
    existing = {path for path in (*_python(), *_SYSTEM) if Path(path).exists()}
    return sorted(outermost(existing | {os.path.realpath(path) for path in existing}))


def outermost(paths: Iterable[str]) -> set[str]:
    """The paths that are not below another one of them."""
    candidates = set(paths)
    return {path for path in candidates if candidates.isdisjoint(map(str, Path(path).parents))}


def _python() -> Iterator[str]:
    yield sysconfig.get_path("stdlib")
    yield sysconfig.get_path("platstdlib")
    yield sysconfig.get_path("purelib")
    yield sysconfig.get_path("platlib")
    yield str(Path(sys.base_prefix) / sys.platlibdir)  # libpython, and what conda puts beside it
    yield from (path for path in sys.path if path.endswith("-packages"))
