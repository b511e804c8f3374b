"""One `autograder grade` that a fault may hit while it runs, and what it left when it ended."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from attacks.processes import Tree
from autograder import results
from autograder.results import Result

ROOT = Path(__file__).resolve().parent.parent.parent
SLUG = "a1_pooling"
REAPER = Path(__file__).with_name("fault_reaper.py")
ORPHAN_SECONDS = 30  # an orphaned warm process notices once it has imported torch
HUNG_SECONDS = 180  # a run needs a few, even on a busy machine
PLAIN = (sys.executable, "-m", "autograder")


class Ended(NamedTuple):
    """A command that has ended: its status, its output, and what it left running."""

    status: int
    out: str
    err: str
    left: list[str]

    def shown(self) -> list[str]:
        """The students whose results were printed, in that order; a last line may be cut."""
        whole = [line for line in self.out.split("\n")[:-1] if line]
        return [json.loads(line)["student"] for line in whole]


class Grading:
    """A command under way; a fault acts on it, then somebody asks for its end."""

    def __init__(self, handed_in: Path, out: Path, program: Sequence[str] = PLAIN) -> None:
        self.report = handed_in.parent / f"{time.monotonic_ns()}.report"
        self.printed = [self.report.with_suffix(suffix) for suffix in (".out", ".err")]
        options = ("--assignment", SLUG, "--out", out, "--format", "json", "--workers", "2")
        command = (*program, "--course", ROOT, "grade", handed_in, *options)
        reaper = (sys.executable, REAPER, self.report, ORPHAN_SECONDS)
        with self.printed[0].open("wb") as output, self.printed[1].open("wb") as errors:
            self.reaper = subprocess.Popen(  # to files: a pipe that nobody reads would stop it
                [*map(str, reaper), *map(str, command)],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
            )
        self.started = time.monotonic()
        self.seconds = 0.0  # that it lasted

    def command(self) -> int | None:
        """The command's process, as soon as it is there."""
        started = Tree(self.reaper.pid).children(self.reaper.pid)
        return started[0] if started else None

    def find(self, role: str) -> list[int]:
        """The processes of the command that play a role just now."""
        command = self.command()
        return Tree(command).find(role) if command else []

    def wait_for(self, role: str, every: float = 0.05) -> list[int]:
        """They, once there are any; nothing if the command ends before."""
        while self.is_running():
            found = self.find(role)
            if found:
                return found
            time.sleep(every)
        return []

    def is_running(self) -> bool:
        """Whether the command has not ended yet."""
        too_late = time.monotonic() > self.started + HUNG_SECONDS
        return self.reaper.poll() is None and not self.report.exists() and not too_late

    def send(self, number: int, pids: Sequence[int]) -> bool:
        """Signal processes that were found a moment ago; whether any was still there."""
        reached = False
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
                reached = True
        return reached

    def end(self) -> Ended:
        """Wait for the command, and for whatever it left."""
        hung = self._hung()
        self.seconds = time.monotonic() - self.started
        found = json.loads(self.report.read_text(encoding="utf-8"))
        out, err = (path.read_text(encoding="utf-8") for path in self.printed)
        return Ended(found["status"], out, err, found["left"] + hung)

    def _hung(self) -> list[str]:
        """That the command would never have ended, which is then done for it."""
        try:
            self.reaper.wait(HUNG_SECONDS)
        except subprocess.TimeoutExpired:
            command = self.command()
            self.send(signal.SIGKILL, [command] if command else [])
            self.reaper.wait()
            return [f"the command itself, after {HUNG_SECONDS} s"]
        return []


class Seen(NamedTuple):
    """An output folder at one moment."""

    whole: dict[str, Result]
    versions: dict[str, tuple[int, int]]  # changes whenever a student's file is written
    broken: list[str]
    temporary: list[str]


def look(out: Path) -> Seen:
    """Read all that lies in an output folder."""
    seen = Seen({}, {}, [], [])
    for path in sorted((out / SLUG).iterdir()) if (out / SLUG).is_dir() else []:
        if path.suffix != ".json":
            seen.temporary.append(path.name)
            continue
        try:
            result = msgspec.json.decode(path.read_bytes(), type=Result)
        except msgspec.MsgspecError as error:
            seen.broken.append(f"{path.name}: {error}")
            continue
        assert results.path_of(out, SLUG, result.student) == path
        seen.whole[result.student] = result
        seen.versions[result.student] = (path.stat().st_ino, path.stat().st_mtime_ns)
    return seen


def facts(result: Result) -> bytes:
    """A result without what may differ from run to run."""
    questions = tuple(
        msgspec.structs.replace(
            question, tests=tuple(msgspec.structs.replace(t, seconds=0.0) for t in question.tests)
        )
        for question in result.questions
    )
    same = msgspec.structs.replace(result, seconds=0.0, graded_at="", questions=questions)
    return msgspec.json.encode(same)


class Undisturbed(msgspec.Struct, frozen=True):
    """What grading the class gives when nothing happens."""

    handed_in: Path
    facts: dict[str, bytes]
    seconds: float
    size: int  # of all result files, in whole pages


def undisturbed(folder: Path, sources: dict[str, bytes]) -> Undisturbed:
    """Grade the class once in peace."""
    handed_in = folder / "class"
    handed_in.mkdir()
    for student, source in sources.items():
        (handed_in / f"{student}.py").write_bytes(source)
    run = Grading(handed_in, folder / "peace")
    ended = run.end()
    assert (ended.status, ended.err, ended.left) == (0, "", [])
    found = look(folder / "peace").whole
    assert found.keys() == sources.keys()
    pages = [-(-path.stat().st_size // 4096) for path in (folder / "peace" / SLUG).iterdir()]
    expected = {student: facts(result) for student, result in found.items()}
    return Undisturbed(handed_in, expected, run.seconds, sum(pages) * 4096)
