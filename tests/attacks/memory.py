"""How much memory this process came to need while something ran."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RESET_PEAK = "5"  # what /proc/PID/clear_refs calls it


@contextmanager
def growth() -> Iterator[list[float]]:
    """Filled at the end with one number: the peak in MB, above what was in use at the start."""
    Path("/proc/self/clear_refs").write_text(RESET_PEAK, encoding="ascii")
    before = _kilobytes("VmRSS")
    megabytes: list[float] = []
    yield megabytes
    megabytes.append((_kilobytes("VmHWM") - before) / 1024)


def _kilobytes(field: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(field)))
