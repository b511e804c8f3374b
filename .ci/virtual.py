"""The virtual environment itself: made, completed where it is half made, made anew where it is of no use."""

import shutil
import subprocess
import sys
from pathlib import Path

from failures import SetupError, explain_output
from saying import say

PLACE = "autograder-setup"  # its first line says for which Python and folder it was made


def can_be_kept(root: Path) -> bool:
    """Whether installing into `.venv` will do: its Python starts, is this one, and stands where it was made."""
    place = read_place(root)
    ask = "import sys; print(sys.version, sys.prefix != sys.base_prefix)"
    output = ask_python(root / ".venv", ask)
    return place in ("", interpreter(root)) and output == f"{sys.version} True"


def is_complete(venv: Path) -> bool:
    """Whether there is a pip to install with."""
    return ask_python(venv, "import pip._internal.cli.main; print('pip')") == "pip"


def stands_here(root: Path) -> bool:
    """Whether the environment was made, by this program, for this Python and this folder."""
    return read_place(root) == interpreter(root)


def create(root: Path) -> None:
    """Make an empty environment in place of whatever is there."""
    venv = root / ".venv"
    say(f"creating .venv with Python {sys.version.split()[0]}")
    if venv.is_symlink() or venv.is_file():
        venv.unlink()
    elif venv.exists():
        shutil.rmtree(venv)
    make(venv)
    (venv / PLACE).write_text(interpreter(root) + "\n", encoding="utf-8")


def complete(venv: Path) -> None:
    """Bring pip into an environment that was left without; what is installed stays."""
    say("completing .venv, which has no working pip")
    for leftover in venv.glob("lib/python*/site-packages/pip*"):
        shutil.rmtree(leftover)
    make(venv)


def make(venv: Path) -> None:
    """Run Python's own venv, with the base interpreter: the one that runs this may be the environment's."""
    python = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run([python, "-m", "venv", venv], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(explain_output(done.stdout + done.stderr))


def ask_python(venv: Path, code: str) -> str:
    """What the environment's Python prints; empty where it cannot say."""
    command = [venv / "bin/python", "-c", code]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def read_place(root: Path) -> str:
    """For which Python and folder the environment was made; empty where it does not say."""
    path = root / ".venv" / PLACE
    return path.read_text(encoding="utf-8").partition("\n")[0] if path.is_file() else ""


def interpreter(root: Path) -> str:
    """The Python in use and the folder, both of which an environment cannot survive a change of."""
    return f"{sys.version!r} in {root}"
