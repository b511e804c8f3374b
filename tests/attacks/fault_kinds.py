"""The kinds of faults: what each does, how the command may end, and what it must say then."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from attacks import fault_acts as acts
from attacks.fault_acts import Act, Stage
from attacks.fault_runs import PLAIN

GRADED, NOT_JUDGED, REFUSED = 0, 1, 2
STOPPED = "autograder: stopped; what is done is kept, and the same command goes on from there"
WRITTEN = "cannot be written"
CLOCK = (sys.executable, str(Path(__file__).with_name("fault_clock.py")))
TIME = ("unshare", "--user", "--map-root-user", "--time", "--monotonic", "400000000", "--fork")


class Kind(msgspec.Struct, frozen=True):
    """A fault. Afterwards the run ends with one of `statuses`, negative where a signal ended it."""

    act: Act
    statuses: tuple[int, ...] = (GRADED,)
    says: tuple[
        str, ...
    ] = ()  # one of these stands in the error output where the status is above 0
    prepare: Callable[[Stage], None] = lambda stage: None
    mend: Callable[[Stage], None] = lambda stage: None
    may_litter: bool = False  # killed or refused while it writes, it cannot tidy up


KINDS = {
    "a judge is killed": Kind(acts.killed("judge")),
    "several judges are killed": Kind(acts.several_killed, (GRADED, NOT_JUDGED), ("",)),
    "the judges' zygote is killed": Kind(acts.killed("judge_zygote")),
    "a worker is killed": Kind(acts.killed("worker")),
    "the workers' zygote is killed": Kind(acts.killed("zygote")),
    "the warm process is killed": Kind(acts.killed("warm")),
    "any process is killed": Kind(acts.killed("anybody")),
    "the command is killed": Kind(
        acts.signalled(signal.SIGKILL, "command"), (GRADED, -signal.SIGKILL), may_litter=True
    ),
    "the command is terminated": Kind(
        acts.signalled(signal.SIGTERM, "warm"),
        (GRADED, 128 + signal.SIGTERM, -signal.SIGTERM),  # the last: Python was ending already
        (STOPPED,),
    ),
    "the command is interrupted": Kind(
        acts.signalled(signal.SIGINT, "warm"),
        (GRADED, 128 + signal.SIGINT, -signal.SIGINT),
        (STOPPED,),
    ),
    "the disk is full": Kind(
        acts.from_the_start,
        (REFUSED,),
        (f"{WRITTEN}: No space left",),
        prepare=acts.on_a_disk(acts.sized_for_a_few),
        mend=acts.mended("size=16m"),
    ),
    "files may not grow": Kind(
        acts.file_size_limited, (GRADED, REFUSED), (f"{WRITTEN}: File too large",)
    ),
    "the disk becomes read-only": Kind(
        acts.read_only,
        (GRADED, REFUSED),
        (f"{WRITTEN}: Read-only",),
        prepare=acts.on_a_disk(lambda stage: 1 << 24),
        mend=acts.mended("rw"),
        may_litter=True,
    ),
    "the disk is read-only": Kind(
        acts.from_the_start,
        (REFUSED,),
        ("cannot be made: Read-only",),
        prepare=acts.on_a_read_only_disk,
        mend=acts.mended("rw"),
    ),
    "the folder is moved away": Kind(
        acts.moved_away, (GRADED, REFUSED), (f"{WRITTEN}: No such file",)
    ),
    "the date jumps": Kind(acts.from_the_start, prepare=acts.started_as(*CLOCK)),
    "the clock is years ahead": Kind(acts.from_the_start, prepare=acts.started_as(*TIME, *PLAIN)),
}
