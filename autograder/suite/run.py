"""What one run of a hidden suite asks and finds, and how a test that has ended enters it."""

import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from _pytest.skipping import xfailed_key

from autograder.course.assignment import Assignment, Question
from autograder.diagnose import Room, Transcript
from autograder.protocol.jobs import Doubt
from autograder.protocol.steps import Target
from autograder.results import TestResult
from autograder.suite.outcomes import Ending, ending_of, left_out
from autograder.suite.student import Namespace, begin_test
from autograder.suite.unanswered import KnownNames


class SuiteRun:
    """What one run of a suite asks and finds."""

    def __init__(
        self,
        assignment: Assignment,
        target_for: Callable[[Question], Target],
        device: str = "cpu",
        correct: Mapping[str, Any] | None = None,
    ) -> None:
        self.assignment, self.target_for, self.device = assignment, target_for, device
        self.known = KnownNames(assignment, correct)
        self.tests: dict[str, list[TestResult]] = {q.id: [] for q in assignment.questions}
        self.transcripts: dict[str, list[Transcript]] = {q.id: [] for q in assignment.questions}
        self.items: dict[str, pytest.Item] = {}  # by the `test` of their transcripts
        self.measures: dict[str, dict[str, float]] = {q.id: {} for q in assignment.questions}
        self.doubts: list[Doubt] = []
        self.faults: list[str] = []
        self.room = Room()

    def student_of(self, item: pytest.Item) -> Namespace:
        """The hand-in as this test sees it; what it asks is kept with the test."""
        begin_test()
        question = item.stash[QUESTION]
        transcript = Transcript(test=item.nodeid, room=self.room)
        item.stash[TRANSCRIPT], self.items[transcript.test] = transcript, item
        self.transcripts[question.id].append(transcript)
        return Namespace(self.target_for(question), transcript.record)

    def conclude(self, item: pytest.Item, call: pytest.CallInfo) -> None:
        """Note how a test ended: by its call, or by a set-up or clean-up that failed."""
        if call.when == "call" or (call.when == "setup" and call.excinfo):
            transcript = item.stash.get(TRANSCRIPT, None)
            ending = ending_of(call.excinfo, self.known, transcript)
            expected_to_fail = item.stash.get(xfailed_key, None)
            if expected_to_fail:
                ending = left_out(expected_to_fail.reason or "it is marked xfail")
            if ending.outcome == "passed" and transcript:
                transcript.passed = True
            self._note(item, ending, round(call.duration, 4))
        elif call.when == "teardown" and call.excinfo:
            place, kind = f"{item.stash[QUESTION].id}: {name_of(item)}", call.excinfo.typename
            self.faults.append(f"{place}: what cleans up after the test broke ({kind})")

    def _note(self, item: pytest.Item, ending: Ending, seconds: float) -> None:
        id = item.stash[QUESTION].id
        if ending.doubt:
            index = len(self.tests[id])
            doubt = Doubt(id, index, ending.doubt, ending.left_out, ending.unanswered)
            self.doubts.append(doubt)
        result = ending.outcome, ending.message, seconds, ending.places, ending.comparison
        self.tests[id].append(TestResult(name_of(item), *result))
        self.measures[id].update(measures_of(item))


ASSIGNMENT = pytest.StashKey[Assignment]()
RUN = pytest.StashKey[SuiteRun]()
QUESTION = pytest.StashKey[Question]()
TRANSCRIPT = pytest.StashKey[Transcript]()


def name_of(item: pytest.Item) -> str:
    """What a result calls a test."""
    return item.name.removeprefix("test_")


def measures_of(item: pytest.Item) -> dict[str, float]:
    """The finite numbers that a test has noted with pytest's `record_property`."""
    numbers = {
        name: value for name, value in item.user_properties if isinstance(value, float | int)
    }
    finite = {name: value for name, value in numbers.items() if abs(value) <= sys.float_info.max}
    return {str(name): float(value) for name, value in finite.items()}
