"""Runs the README's two commands, `make grade` and `make test`, on a machine that has nothing.

Started by `make fresh`, as root. Each round gets a new bare Debian, clones HEAD into it and runs both there: as root,
who may install what tests need, and as an ordinary user, who may not. FAST=1 takes `make test-fast`, ROUND=root or
ROUND=user does one round only. The last line says what failed, or how long all took.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple, TextIO

from bare import BareError, Root, make_root, pristine, refuse_a_host_that_cannot

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build/fresh"
ROUNDS = ("root", "user")
RESULT = re.compile(r"\[\d+/\d+\] |\S+ +[\d.]+/\d")  # a student's line of `autograder grade`
COUNTS = re.compile(r"=+ (.*\b(?:passed|failed|skipped|error)\w*\b.*) in [\d.]+s.* =+")


class Run(NamedTuple):
    """A command that ran in a bare root: its name, status, seconds, and what is told of it."""

    name: str
    status: int
    seconds: float
    note: str


def main() -> int:
    """Run every round; 0 when all went well, 1 after a line that says what did not, 2 where it cannot run."""
    rounds = [os.environ["ROUND"]] if os.environ.get("ROUND") else list(ROUNDS)
    commands = ("make grade", "make test-fast" if os.environ.get("FAST") else "make test")
    try:
        if not set(rounds) <= set(ROUNDS):
            raise BareError(
                f"ROUND={rounds[0]} is no round; use ROUND=root or ROUND=user, or leave it out"
            )
        refuse_a_host_that_cannot()
        FOLDER.mkdir(parents=True, exist_ok=True)
        runs = [run for who in rounds for run in run_round(who, commands)]
    except BareError as error:
        print(f"fresh: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("fresh: interrupted", file=sys.stderr)
        return 130
    bad = [run for run in runs if run.status]
    print("fresh: " + "; ".join(map(told, bad or runs)), flush=True)
    return 1 if bad else 0


def run_round(who: str, commands: tuple[str, ...]) -> list[Run]:
    """What the commands did in one new root, until the first that failed; the root is removed."""
    tar = pristine(FOLDER)
    with tempfile.TemporaryDirectory(prefix=f"{who}-", dir=FOLDER) as name:
        root = make_root(tar, Path(name), who)
        bundle = root.folder / "head.bundle"
        subprocess.run(["git", "bundle", "create", "--quiet", bundle, "HEAD"], cwd=ROOT, check=True)
        clone = "git -c advice.detachedHead=false clone --quiet /head.bundle autograder"
        runs: list[Run] = []
        for command in (clone, *(f"cd autograder && {command}" for command in commands)):
            runs.append(run_there(root, command))
            if runs[-1].status:
                break
    return [run for run in runs if run.status or "clone" not in run.name]


def run_there(root: Root, command: str) -> Run:
    """Run a shell command in the root, its output shown and kept in build/fresh."""
    name = command.rpartition("&& ")[2]
    print(f"fresh: as {root.who}: {name}", flush=True)
    started = time.monotonic()
    log = FOLDER / f"{root.who}-{re.sub(r'[^a-z]+', '-', name)[:20]}.log"
    with (
        log.open("w", encoding="utf-8") as file,
        subprocess.Popen(
            root.enter(["bash", "-c", command]),
            env=root.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        first = show(process.stdout, file, started)
    lines = log.read_text(encoding="utf-8").splitlines()
    note = f"first result after {first:.0f} s" if first else ", ".join(counts(lines))
    if process.returncode:
        note = f"{'; '.join(failures(lines))} (all of it: {shlex.quote(str(log))})"
    who = f"as {root.who}: {name}"
    return Run(who, process.returncode, time.monotonic() - started, note)


def show(output: TextIO | None, log: TextIO, started: float) -> float:
    """Pass output on, to the reader and a log; seconds until the first student's result, 0 without one."""
    first = 0.0
    for line in output or ():
        print(line, end="", flush=True)
        log.write(line)
        if not first and RESULT.match(line):
            first = time.monotonic() - started
    return first


def counts(lines: list[str]) -> list[str]:
    """What pytest counted, for each time that it ran."""
    return [match[1] for match in map(COUNTS.match, lines) if match]


def failures(lines: list[str]) -> list[str]:
    """The lines that say what failed: of setup, of tests, or the last one before make's own."""
    wanted = [line for line in lines if line.startswith(("setup: ", "FAILED ", "ERROR "))]
    tests = [line for line in wanted if not line.startswith("setup: ")]
    others = [line for line in lines if line.strip() and not line.startswith("make")]
    more = [f"and {len(tests) - 3} more"] if len(tests) > 3 else []
    return [*tests[:3], *more] or others[-1:] or ["it failed without a word"]


def told(run: Run) -> str:
    """A run in a few words."""
    end = f"failed with status {run.status}" if run.status else "went well"
    return f"{run.name} {end} after {run.seconds:.0f} s: {run.note}"


if __name__ == "__main__":
    sys.exit(main())
