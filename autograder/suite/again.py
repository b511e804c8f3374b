"""Asks a hidden test once more, of other code than the hand-in: would it pass?"""

from collections.abc import Callable, Mapping
from typing import Any

from _pytest.runner import runtestprotocol

from autograder.course.assignment import Assignment, Question
from autograder.diagnose import Transcript
from autograder.protocol.steps import Target
from autograder.suite.plugin import RUN, SuiteRun
from autograder.worker.answering import Local


def passes(
    transcript: Transcript, namespace: Mapping[str, Any], run: SuiteRun, assignment: Assignment
) -> bool:
    """Whether the test of a transcript passes, asked of a namespace in this process."""
    target = Local(namespace)
    return passes_with(lambda question: target, transcript, run, assignment)


def passes_with(
    target_for: Callable[[Question], Target],
    transcript: Transcript,
    run: SuiteRun,
    assignment: Assignment,
) -> bool:
    """Whether the test of a transcript passes, asked of other targets; nothing of `run` changes."""
    item = run.items.get(transcript.test)
    if item is None:
        return True  # nobody knows the test: nothing speaks against it
    item.config.stash[RUN] = SuiteRun(assignment, target_for, run.device)
    try:
        return all(report.passed for report in runtestprotocol(item, log=False))
    finally:
        item.config.stash[RUN] = run
