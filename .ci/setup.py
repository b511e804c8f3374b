"""Makes `.venv` what pyproject.toml and constraints.txt ask for, or does nothing where it is already.

Started by setup.sh with a stage: `grade` brings what grading needs, `dev` all that the other targets need, too. Uses
the standard library only. Stamps in `.venv` tell what it was built from, one for each stage, so that an unchanged one
costs no time and no network. What an interruption left half done is completed.
"""

import fcntl
import hashlib
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import packages
import virtual
from failures import SetupError, explain_error, refuse_a_full_disk
from saying import say

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("grade", "dev")  # each includes those before it
NEEDED_GB = {"grade": 2.0, "dev": 3.0}  # with the CPU build of torch; pip unpacks beside it
STAMP = "autograder-setup-{}"
DECIDE = ("pyproject.toml", "constraints.txt", ".ci/setup.py", ".ci/packages.py")  # what goes in
EXAMPLES = ("matplotlib",)  # what example hand-ins and suites import and the engine does not


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Build what is missing; 0 when `.venv` can be used, 1 after one line that says why not."""
    stage = arguments[0] if arguments else STAGES[-1]
    if stage not in STAGES:
        print(f"setup: {stage} is no stage; the stages are: {', '.join(STAGES)}", file=sys.stderr)
        return 2
    started = time.monotonic()
    try:
        with only_one_at_a_time(root):
            if is_current(root, stage):
                say(".venv is up to date")
                return 0
            megabytes = build(root, stage)
    except (SetupError, OSError) as error:
        print(f"setup: {explain_error(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("setup: interrupted; the next run goes on from here", file=sys.stderr)
        return 130
    say(f"done in {time.monotonic() - started:.0f} s, {megabytes:.0f} MB downloaded")
    return 0


def build(root: Path, stage: str) -> float:
    """Bring `.venv` up to date, from nothing where it cannot be kept; the MB that were downloaded."""
    venv = root / ".venv"
    if not virtual.can_be_kept(root):
        refuse_a_full_disk(root, NEEDED_GB[stage])
        virtual.create(root)
    elif not virtual.is_complete(venv):
        virtual.complete(venv)
    forget_old_stamps(root)
    packages.forget_half_installed(venv)
    megabytes = 0.0
    if not is_current(root, "grade"):
        megabytes += install_for_grading(root)
        finish(root, "grade")
    if stage == "dev":
        say("installing the tools of the other targets: JupyterLab, a browser's driver, Node, ruff")
        megabytes += packages.install(root, "--no-build-isolation", "--editable", ".[dev]")
        finish(root, "dev")
    return megabytes


def install_for_grading(root: Path) -> float:
    """Install the engine and what the examples import; the MB that were downloaded."""
    say("installing torch first: minutes on a new machine, seconds after that")
    # hatchling and editables first, so that our own package builds without another download.
    first = packages.pins(root, "torch", "hatchling", "editables")
    megabytes = packages.install(root, *first)
    say("installing autograder and what the examples import")
    needs = packages.pins(root, *EXAMPLES)
    return megabytes + packages.install(root, "--no-build-isolation", "--editable", ".", *needs)


def finish(root: Path, stage: str) -> None:
    """Compile what was installed, and note that the stage is done."""
    packages.compile_all(root / ".venv", all_of_it=stage == "dev")
    (root / ".venv" / STAMP.format(stage)).write_text(stamp(root), encoding="utf-8")


def is_current(root: Path, stage: str) -> bool:
    """Whether `.venv` was built, to the end of the stage, from the files as they are now."""
    venv = root / ".venv"
    programs = (venv / "bin/python", venv / "bin/autograder")
    return (
        virtual.stands_here(root)
        and any(venv_stamp(venv, later) == stamp(root) for later in STAGES[STAGES.index(stage) :])
        and all(program.exists() for program in programs)
    )


def forget_old_stamps(root: Path) -> None:
    """Remove stamps of other files: what stood for them is about to change."""
    for stage in STAGES:
        if venv_stamp(root / ".venv", stage) != stamp(root):
            (root / ".venv" / STAMP.format(stage)).unlink(missing_ok=True)


def venv_stamp(venv: Path, stage: str) -> str:
    """What a stage of the environment was built from; empty where it was not."""
    path = venv / STAMP.format(stage)
    return path.read_text(encoding="utf-8") if path.exists() else ""


def stamp(root: Path) -> str:
    """What `.venv` is built from: these files say what goes in."""
    contents = b"\0".join((root / name).read_bytes() for name in DECIDE)
    return hashlib.sha256(contents).hexdigest() + "\n"


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
