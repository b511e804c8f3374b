"""Asks a hidden test once more, of other code than the hand-in: would it pass?"""

from collections.abc import Callable, Mapping
from typing import Any

from _pytest.runner import runtestprotocol

from autograder.course.assignment import Assignment, Question
from autograder.diagnose import Transcript
from autograder.protocol.steps import Target
from autograder.suite.run import RUN, SuiteRun
from autograder.worker.answering import Local


def passes(
    transcript: Transcript, namespace: Mapping[str, Any], run: SuiteRun, assignment: Assignment
) -> bool:
    """Whether the test of a transcript passes, asked of a namespace in this process."""
    target = Local(namespace)
    return asked_again(lambda question: target, transcript, run, assignment).passed


def asked_again(
    target_for: Callable[[Question], Target],
    transcript: Transcript,
    run: SuiteRun,
    assignment: Assignment,
) -> Transcript:
    """What the test of a transcript asks other targets, and whether it passes; `run` stays as it is."""
    item = run.items.get(transcript.test)
    if item is None:  # nobody knows the test: nothing speaks against it
        return Transcript(passed=True)
    other = SuiteRun(assignment, target_for, run.device)
    item.config.stash[RUN] = other
    try:
        passed = all(report.passed for report in runtestprotocol(item, log=False))
    finally:
        item.config.stash[RUN] = run
    steps = [step for asked in other.transcripts.values() for each in asked for step in each.steps]
    return Transcript(steps, passed, transcript.test)
