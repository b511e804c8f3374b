"""A virtual environment for each peer, made once in a cache folder; torch and all comes from here."""

import subprocess
import sys
import sysconfig
from pathlib import Path

CACHE = Path.home() / ".cache" / "autograder-benchmarks"
CONSTRAINTS = Path(__file__).resolve().parent.parent.parent / "constraints.txt"
_NEW_ENOUGH = "--upgrade-strategy=only-if-needed"


def peer_python(name: str, requirement: str, cache: Path = CACHE) -> Path:
    """The Python of an environment that holds a peer; what is here is seen there, and not fetched."""
    home = cache / name
    python, stamp = home / "bin" / "python", home / "installed"
    wanted = f"{requirement} {sys.executable}"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        _run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(home)])
        purelib = sysconfig.get_path("purelib", vars={"base": str(home)})
        Path(purelib, "here.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
        pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet"]
        constrained = ["--constraint", str(CONSTRAINTS), _NEW_ENOUGH]
        _run([*pip, "install", *constrained, requirement])
        stamp.write_text(wanted, "utf-8")
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-2000:]}")
