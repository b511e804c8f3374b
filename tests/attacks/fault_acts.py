"""What faults do: each acts once on a running command, at a random moment, or prepares its place."""

import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from attacks.fault_disk import Disk
from attacks.fault_runs import PLAIN, SLUG, Grading, Undisturbed


class Stage:
    """Where a round takes place: its folders, its chances, and how long a run takes undisturbed."""

    def __init__(self, folder: Path, random: Random, peace: Undisturbed) -> None:
        self.out, self.random = folder / "out", random
        self.hand_ins, self.seconds, self.size = len(peace.facts), peace.seconds, peace.size
        self.program: tuple[str, ...] = PLAIN
        self.disk: Disk | None = None

    def seen(self, path: Path) -> Path:
        """A path of the command's, as this process sees it."""
        return self.disk.outside(path) if self.disk else path

    def wait(self, share: float) -> None:
        """Let some of the time pass that a run takes."""
        time.sleep(self.random.uniform(0, share * self.seconds))

    def wait_for_some(self, run: Grading) -> None:
        """Let some results be written, or none, and a moment pass."""
        wanted = self.random.randint(0, self.hand_ins - 1)
        folder = self.seen(self.out) / SLUG
        while run.is_running() and len(list(folder.glob("[!.]*"))) < wanted:
            time.sleep(0.01)
        self.wait(0.05 if wanted else 0.6)


Act = Callable[[Stage, Grading], bool]  # whether it came in time


def killed(role: str) -> Act:
    """Kill one process that plays this role."""

    def act(stage: Stage, run: Grading) -> bool:
        run.wait_for(role)
        stage.wait_for_some(run)
        victims = run.wait_for(role, 0.01)
        return run.send(signal.SIGKILL, [stage.random.choice(victims)] if victims else [])

    return act


def several_killed(stage: Stage, run: Grading) -> bool:
    """Kill judges one after another; whoever's is killed twice is not judged."""
    run.wait_for("judge")
    stage.wait(0.3)
    wanted = stage.random.randint(2, 6)
    for hits in range(wanted):
        victims = run.wait_for("judge", 0.01)
        if not run.send(signal.SIGKILL, victims[:1]):
            return hits > 0
    return True


def signalled(number: int, once: str) -> Act:
    """Signal the command itself, at any time after a process of its own is there."""

    def act(stage: Stage, run: Grading) -> bool:
        run.wait_for(once)
        stage.wait_for_some(run)
        command = run.command()
        return bool(command) and run.is_running() and run.send(number, [command])

    return act


def file_size_limited(stage: Stage, run: Grading) -> bool:
    """No file may grow beyond a page from now on, as with a quota."""
    run.wait_for("warm")
    stage.wait_for_some(run)
    command = run.command()
    if command is None or not run.is_running():
        return False
    try:
        resource.prlimit(command, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    except ProcessLookupError:  # it has just ended
        return False
    return True


def moved_away(stage: Stage, run: Grading) -> bool:
    """The output folder gets another name while results are written into it."""
    while run.is_running() and not (stage.out / SLUG).is_dir():
        time.sleep(0.002)
    stage.wait(0.2)
    stage.out.rename(stage.out.with_name("moved"))
    return run.is_running()


def on_a_disk(size: Callable[[Stage], int]) -> Callable[[Stage], None]:
    """Put the output on a disk of that size."""

    def prepare(stage: Stage) -> None:
        stage.disk = Disk(stage.out.with_name("disk"), size(stage))
        stage.out = stage.disk.place / "out"
        stage.program = (*stage.disk.enter, *PLAIN)

    return prepare


def on_a_read_only_disk(stage: Stage) -> None:
    """Put the output on a disk that cannot be written at all."""
    on_a_disk(lambda stage: 1 << 24)(stage)
    assert stage.disk is not None
    assert stage.disk.remount("ro")


def read_only(stage: Stage, run: Grading) -> bool:
    """The disk becomes read-only, as after an error of it."""
    run.wait_for("warm")
    stage.wait_for_some(run)
    while run.is_running():
        assert stage.disk is not None
        if stage.disk.remount("ro"):
            return True
    return False


def mended(options: str) -> Callable[[Stage], None]:
    """Repair the disk."""

    def mend(stage: Stage) -> None:
        assert stage.disk is not None
        assert stage.disk.remount(options)

    return mend


def started_as(*program: str) -> Callable[[Stage], None]:
    """Start the command in another way."""

    def prepare(stage: Stage) -> None:
        stage.program = program

    return prepare


def from_the_start(_stage: Stage, _run: Grading) -> bool:
    """The fault is there before the command is."""
    return True


def sized_for_a_few(stage: Stage) -> int:
    """A disk that holds some of the results, or none, never all."""
    return stage.random.randrange(4096, stage.size, 4096)
