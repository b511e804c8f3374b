"""Makes `.venv` what pyproject.toml and constraints.txt ask for, or does nothing where it is already.

Started by setup.sh. Uses the standard library only. A stamp in `.venv` tells what it was built
from, so that an unchanged one costs no time and no network; a half-built one is built anew.
"""

import errno
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED_GB = 3.0  # the environment takes 1.5 with the CPU build of torch, and pip unpacks beside it
STAMP = "autograder-setup"
UNFINISHED = "autograder-setup-unfinished"
LOG = "autograder-setup.log"

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


def main(root: Path = ROOT) -> int:
    """Build what is missing; 0 when `.venv` can be used, 1 after one line that says why not."""
    started = time.monotonic()
    try:
        with only_one_at_a_time(root):
            if is_current(root):
                say(".venv is up to date")
                return 0
            build(root)
    except (SetupError, OSError) as error:
        print(f"setup: {explain_error(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("setup: interrupted; the next run starts again", file=sys.stderr)
        return 130
    say(f"done in {time.monotonic() - started:.0f} s")
    return 0


def build(root: Path) -> None:
    """Bring `.venv` up to date, from nothing where it cannot be kept."""
    venv = root / ".venv"
    if not can_be_kept(root):
        refuse_a_full_disk(root, NEEDED_GB)
        create(venv)
    (venv / UNFINISHED).touch()
    say("installing torch first: minutes on a new machine, seconds after that")
    # hatchling and editables first, so that our own package builds without another download.
    pip_install(root, *pins(root, "torch", "hatchling", "editables"))
    say("installing autograder and the tools of its test command")
    pip_install(root, "--no-build-isolation", "--editable", ".[dev]")
    (venv / STAMP).write_text(stamp(root), encoding="utf-8")
    (venv / UNFINISHED).unlink()


def create(venv: Path) -> None:
    """Make an empty environment in place of whatever is there."""
    say(f"creating .venv with Python {sys.version.split()[0]}")
    if venv.is_symlink():
        venv.unlink()
    elif venv.exists():
        shutil.rmtree(venv)
    # The base interpreter: the one that runs this file may be the environment just removed.
    python = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run([python, "-m", "venv", venv], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(explain_output(done.stdout + done.stderr))


def is_current(root: Path) -> bool:
    """Whether `.venv` was built, to the end, from the files as they are now."""
    venv = root / ".venv"
    programs = (venv / "bin/python", venv / "bin/autograder")
    return read(venv / STAMP) == stamp(root) and all(program.exists() for program in programs)


def can_be_kept(root: Path) -> bool:
    """Whether installing into `.venv` will do: it works, is of this Python and stands where it was built."""
    venv = root / ".venv"
    old = read(venv / STAMP)
    if (venv / UNFINISHED).exists() or (old and old.splitlines()[0] != interpreter(root)):
        return False
    ask = "import sys, pip; print(sys.version)"
    try:
        done = subprocess.run(
            [venv / "bin/python", "-c", ask], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return done.stdout.strip() == sys.version.strip()


def stamp(root: Path) -> str:
    """What an environment depends on: its Python and place, then the files that say what goes in."""
    files = (root / "pyproject.toml", root / "constraints.txt", Path(__file__))
    contents = b"\0".join(file.read_bytes() for file in files)
    return f"{interpreter(root)}\n{hashlib.sha256(contents).hexdigest()}\n"


def interpreter(root: Path) -> str:
    """The Python in use and the folder, both of which an environment cannot survive a change of."""
    return f"{sys.version!r} in {root}"


def pins(root: Path, *names: str) -> list[str]:
    """The lines of constraints.txt for these packages: pip names a missing one better than a range."""
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    lines_by_name = {line.partition("==")[0]: line for line in lines}
    return [lines_by_name[name] for name in names]


def pip_install(root: Path, *what: str) -> None:
    """Run pip under our constraints; its whole output goes to a log, its large downloads are told."""
    venv = root / ".venv"
    python = [str(venv / "bin/python"), "-m", "pip", "install"]
    options = ["--disable-pip-version-check", "--no-input", "--constraint", "constraints.txt"]
    with subprocess.Popen(
        [*python, *options, *what],
        cwd=root,
        env=pip_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        output = "".join(tell_a_download(line) for line in process.stdout or ())
    if process.returncode:
        (venv / LOG).write_text(output, encoding="utf-8")
        raise SetupError(f"{explain_output(output)} (pip's own words: .venv/{LOG})")


def pip_environment() -> dict[str, str]:
    """The caller's environment, with its pip settings, less what would install somewhere else."""
    elsewhere = {"PIP_PREFIX", "PIP_ROOT", "PIP_TARGET", "PIP_USER", "PYTHONHOME", "PYTHONPATH"}
    return {name: value for name, value in os.environ.items() if name not in elsewhere}


def tell_a_download(line: str) -> str:
    """Pass pip's line on, and print it where it is about a download worth waiting for."""
    wheel = re.match(r"\s*Downloading (?:.*/)?([^-/]+)-(\S+?)-.*(\(\d{2,}\.\d MB\))", line)
    if wheel:
        say("downloading {} {} {}".format(*wheel.groups()))
    return line


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


@contextmanager
def only_one_at_a_time(root: Path) -> Iterator[None]:
    """Wait while another setup works in this folder; the lock ends with its process."""
    with (root / ".venv.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another setup in this folder")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read(path: Path) -> str:
    """A file's text, empty where there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


def say(text: str) -> None:
    """Tell what happens, at once even into a pipe."""
    print(f"setup: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
