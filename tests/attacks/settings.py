"""Grades attacks with layers of isolation left out, to see which layer stops which attack."""

import resource
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from attacks.planted import SLUG
from attacks.zoo import LAYERS, Attack, attack_file, loot
from autograder.course.assignment import Assignment
from autograder.course.find import find_assignment
from autograder.grading.host import Warm
from autograder.grading.judge_client import Judge
from autograder.protocol.jobs import Job, Report, Subject

THREADS = 2
OPEN = "nothing"  # the setting that holds a hand-in by no layer at all
GUARD = {  # so that an attack which gets through does not hurt the machine it runs on
    resource.RLIMIT_AS: 24 << 30,
    resource.RLIMIT_FSIZE: 16 << 20,
}
TOLD_IN = "global_avg_pool"  # the question in which an attack tells what it got at import
UNEARNED = "channel_pool"  # the half-honest hand-in has no point in it: one here is stolen


class Outcome(msgspec.Struct, frozen=True):
    """What one attack came to in one setting: the questions that told of loot or were stolen."""

    told: tuple[str, ...] = ()
    stolen: tuple[str, ...] = ()
    problem: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether it got something, or hurt the judge."""
        return bool(self.told or self.stolen or self.problem)


class Setting(msgspec.Struct, frozen=True):
    """All attacks with some layers left out."""

    level: str  # as probed
    outcomes: dict[str, Outcome]

    @property
    def successes(self) -> set[str]:
        """The attacks that succeeded."""
        return {name for name, outcome in self.outcomes.items() if outcome.succeeded}


def left_out() -> dict[str, tuple[str, ...]]:
    """The settings, by what is there: no layer, each alone, all but one, all."""
    alone = {f"only {layer}": tuple(set(LAYERS) - {layer}) for layer in LAYERS}
    all_but_one = {f"no {layer}": (layer,) for layer in LAYERS}
    return {OPEN: LAYERS, **alone, **all_but_one, "everything": ()}


def run_setting(course: Path, without: tuple[str, ...], attacks: Sequence[Attack]) -> Setting:
    """Grade each attack on the questions in which it may have something to tell."""
    assignment = find_assignment(course, SLUG)
    with ThreadPoolExecutor(THREADS) as pool, Warm(course, without=without) as warm:
        _guard(warm.process.pid)
        judge = warm.judge(SLUG, assignment.limits)
        level = warm.probe().level
        jobs = [_job(attack, _talkative(attack, assignment)) for attack in attacks]
        found = pool.map(lambda job: _outcome(judge, job), jobs)
        names = (attack.name for attack in attacks)
        return Setting(level, dict(zip(names, found, strict=True)))


def _guard(pid: int) -> None:
    for which, value in GUARD.items():
        resource.prlimit(pid, which, (value, value))
    Path(f"/proc/{pid}/oom_score_adj").write_text("1000")  # rather it than anybody else


def _talkative(attack: Attack, assignment: Assignment) -> tuple[str, ...]:
    """The questions whose functions an attack writes itself, and the one for all others."""
    source = attack_file(attack.name).read_text("utf-8")
    own = {q.id for q in assignment.questions if any(f"def {name}(" in source for name in q.names)}
    stealing = {UNEARNED} if "globals()" in source else set()  # it takes functions from elsewhere
    return tuple(own | stealing | {TOLD_IN})


def _job(attack: Attack, questions: tuple[str, ...]) -> Job:
    subject = Subject({"pooling.py": attack.source}, "pooling.py")
    return Job(subject, questions, isolation="none")


def _outcome(judge: Judge, job: Job) -> Outcome:
    report: Report = judge.grade(job)
    told = (q.id for q in report.questions if loot(test.message for test in q.tests))
    stolen = (q.id for q in report.questions if q.id == UNEARNED and q.score)
    return Outcome(tuple(told), tuple(stolen), report.problem)
