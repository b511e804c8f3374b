"""Whatever breaks while a class is graded: what is written is whole, and a rerun does what is missing.

Every round starts `autograder grade`, lets one fault happen at a random moment, looks at what is
there, grades again and looks again. `--long` plays more of them.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from attacks.fault_kinds import KINDS
from attacks.fault_rounds import Round, play
from attacks.fault_runs import ROOT, Undisturbed, undisturbed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
LONG = 6  # rounds of each kind; one otherwise
AT_A_TIME = 3
STUDENTS = ("ada", "kim", "mona")
HEAD = ("fault", "rounds", "in time", "statuses", "kept", "not judged", "graded by rerun", "bad")


def sources() -> dict[str, bytes]:
    """A small class: right, wrong and untouched modules, and one twice but for a comment."""
    found = {
        name: (ROOT / f"examples/submitted/{name}/a1_pooling/pooling.py").read_bytes()
        for name in STUDENTS
    }
    return {**found, "zoe": found["ada"] + b"\n# the same, from someone else\n"}


@pytest.fixture(scope="module")
def rounds(tmp_path_factory, long, report):
    """All rounds by kind, a few at a time."""
    folder = tmp_path_factory.mktemp("faults")
    peace = undisturbed(folder, sources())
    plan = list(enumerate(kind for kind in KINDS for _ in range(LONG if long else 1)))
    start = time.monotonic()
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        played = list(pool.map(partial(play_one, folder=folder, peace=peace), plan))
    by_kind = {kind: [one for one in played if one.kind == kind] for kind in KINDS}
    title = f"{len(played)} faults in {time.monotonic() - start:.0f} s, each with a rerun"
    report.add(title, [HEAD, *(row(kind, found) for kind, found in by_kind.items())])
    return by_kind


def play_one(planned: tuple[int, str], folder: Path, peace: Undisturbed) -> Round:
    """The number of a round is its folder and its seed."""
    number, kind = planned
    return play(kind, number, folder / str(number), peace)


def row(kind: str, played: list[Round]) -> tuple[str, ...]:
    """One kind's line in the report."""
    statuses = " ".join(map(str, sorted({one.status for one in played})))
    in_time = sum(one.in_time for one in played)
    counts = zip(*((one.kept, one.not_judged, one.graded_again) for one in played), strict=True)
    bad = sum(bool(one.complaints) for one in played)
    return kind, str(len(played)), str(in_time), statuses, *map(str, map(sum, counts)), str(bad)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_broken_or_lost_or_done_twice_when(rounds, kind):
    assert [(one.seed, one.complaints) for one in rounds[kind] if one.complaints] == []


def test_the_date_does_jump(rounds):
    today = datetime.now(UTC)
    dates = [datetime.fromisoformat(date) for one in rounds["the date jumps"] for date in one.dates]
    assert dates
    assert all(abs(date - today) > timedelta(days=300) for date in dates)


def test_most_faults_come_in_time(rounds):
    played = [one for found in rounds.values() for one in found]
    assert sum(one.in_time for one in played) > 0.7 * len(played)


def test_what_may_stop_a_run_often_does(rounds):
    played = [one for kind in KINDS for one in rounds[kind] if len(KINDS[kind].statuses) > 1]
    assert sum(one.status != 0 for one in played) > 0.3 * len(played)
