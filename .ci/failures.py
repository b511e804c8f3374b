"""Why there is no environment, in one line that tells what to do."""

import errno
import shutil
from pathlib import Path

NO_SPACE = ("No space left on device", "[Errno 28]", "Disk quota exceeded", "[Errno 122]")
NO_NETWORK = (
    "ConnectTimeoutError",
    "NewConnectionError",
    "ProxyError",
    "ReadTimeoutError",
    "Connection refused",
    "Name or service not known",
    "Network is unreachable",
    "Temporary failure in name resolution",
)


class SetupError(Exception):
    """Why there is no environment, in one line that tells what to do."""


def refuse_a_full_disk(folder: Path, needed_gb: float) -> None:
    """Stop before an installation that cannot fit."""
    free_gb = shutil.disk_usage(folder).free / 1e9
    if free_gb < needed_gb:
        raise SetupError(
            f"the disk of {folder} has {free_gb:.1f} GB free and setup needs about {needed_gb:g} GB; make room"
        )


def explain_output(output: str) -> str:
    """The one line that tells why pip or venv failed, from all that it printed."""
    if any(sign in output for sign in NO_SPACE):
        return "the disk is full; make room (TMPDIR counts too) and run it again"
    if any(sign in output for sign in NO_NETWORK):
        return (
            "no package index answers; connect to the network, or point pip to an index that does"
        )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return errors[0] if errors else (lines or ["it failed without a word"])[-1]


def explain_error(error: Exception) -> str:
    """An error's own line; a full disk's in the same words whoever noticed it."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return explain_output(NO_SPACE[0])
    return str(error)
