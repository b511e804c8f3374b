"""Tries small edits of a hand-in's own source on its failed tests, in a locked worker.

Only what was tried and seen is told: the place, the kind of edit, how many failed tests pass with it
while no other one is lost. The student's code runs in the worker, the tests and the reference here.
"""

import time
from collections.abc import Sequence

import msgspec

from autograder.course.assignment import Question
from autograder.diagnose import Candidate, Place, Reference, Transcript, candidates, differs_afresh
from autograder.errors import CourseError
from autograder.judge.repair_words import MOST_PLACES, Repair, repair_advice
from autograder.judge.repairable import (
    is_repairable,
    lines_of,
    numbers_of,
    one_of_each,
    seconds_of,
    trains,
)
from autograder.judge.trial import Trial
from autograder.protocol.order import Order
from autograder.protocol.steps import Answer, Lost, Step
from autograder.results import Advice
from autograder.submission.notebook import module_source
from autograder.suite.again import passes_with
from autograder.suite.plugin import SuiteRun

SECONDS = 1.5  # of processor time, the judge's and the worker's
SECONDS_TO_CONFIRM = 0.5  # of the worker's, beyond them
SECONDS_MORE = 0.3  # to find other places, when one is found
SLOWEST = (
    0.75  # seconds of a question's tests altogether; slower ones are not tried again and again
)
MOST_PROBED = 2  # failed tests by which a candidate is dropped


class Asked(msgspec.Struct, frozen=True):
    """One question to repair: its code by `names`, and the run in which it failed."""

    question: Question
    names: tuple[str, ...]
    run: SuiteRun
    reference: Reference


def repair(asked: Asked, order: Order, trial: Trial) -> Advice | None:
    """What one small edit of the hand-in brings; None where none is found, or trying costs too much."""
    search, source = _Search(asked, trial), source_of(order)
    if not search.failed or search.is_slow or not trial.begin(asked.question, source):
        return None
    others = {
        name
        for question in asked.run.assignment.questions
        for name in question.names
        if question.id != asked.question.id
    }
    numbers, lines = numbers_of(search.failed), lines_of(search.failed, order.file)
    place = Place(asked.names, others, numbers, lines)
    own = asked.reference.catalogue.code_edits
    repairs = search.best(source, candidates(source, place, own))
    return repair_advice(repairs, search.all_failed, source, is_notebook=bool(order.cells))


def source_of(order: Order) -> str:
    """The module that a worker makes of a hand-in; "" where it is no text."""
    if order.cells:
        return module_source(list(order.cells), order.names)[0]
    return order.files[order.file].decode("utf-8", errors="ignore")


class _Search:
    """One search for edits: which tests are asked, and how much was spent."""

    def __init__(self, asked: Asked, trial: Trial) -> None:
        self.asked, self.trial = asked, trial
        self.began = time.process_time()
        transcripts = asked.run.transcripts[asked.question.id]
        tests = asked.run.tests[asked.question.id]
        self.all_failed = sum(test.outcome != "passed" for test in tests)
        self.passed = [transcript for transcript in transcripts if transcript.passed]
        failed = [each for each in transcripts if is_repairable(each, asked.names)]
        self.failed = sorted(failed, key=seconds_of)
        self.is_slow = sum(map(seconds_of, transcripts)) > SLOWEST or any(map(trains, transcripts))
        ordered = one_of_each(self.failed)
        self.probed, self.rest = ordered[:MOST_PROBED], ordered[MOST_PROBED:]

    @property
    def spent(self) -> float:
        """Processor seconds so far."""
        return time.process_time() - self.began + self.trial.spent

    def best(self, source: str, tried: Sequence[Candidate]) -> list[Repair]:
        """Of the edits that repair most, those that stand by a fresh look."""
        found: list[Repair] = []
        end = SECONDS
        for candidate in tried:
            if self.spent > end:
                break
            gained = self._gained(candidate.applied(source))
            if gained:
                found.append(Repair(candidate, gained))
            if gained == len(self.failed):
                end = min(end, self.spent + SECONDS_MORE)
        most = max((each.gained for each in found), default=0)
        if 2 * most < len(self.failed):  # less may be by chance
            return []
        return self._confirmed(source, [each for each in found if each.gained == most])

    def _gained(self, source: str) -> int:
        """How many failed tests pass with a source, where each that passed still does."""
        self.trial.put(source)
        first = [transcript for transcript in self.probed if self._passes(transcript)]
        if not first:
            return 0
        gained = len(first) + sum(map(self._passes, self.rest))
        return gained if all(map(self._passes, self.passed)) else 0

    def _confirmed(self, source: str, found: Sequence[Repair]) -> list[Repair]:
        """Those that do the same in a fresh worker; a whole repair also where asked anew."""
        return [
            each
            for each in found[: 2 * MOST_PLACES]
            if self._holds(each.candidate.applied(source), each.gained)
        ]

    def _holds(self, source: str, gained: int) -> bool:
        self.trial.put(source, fresh=True)
        if sum(map(self._passes, self.failed)) != gained:
            return False
        if gained < len(self.failed):
            return True
        transcripts = self.asked.run.transcripts[self.asked.question.id]
        return not differs_afresh(self.asked.names, transcripts, self.asked.reference, self._ask)

    def _passes(self, transcript: Transcript) -> bool:
        run = self.asked.run
        return passes_with(self.trial.turn_to, transcript, run, run.assignment)

    def _ask(self, step: Step) -> Answer | None:
        try:
            answer = self.trial.turn_to(self.asked.question).answer(step)
        except CourseError:
            return None
        return None if isinstance(answer, Lost) else answer
