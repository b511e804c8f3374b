"""Tries small edits of a hand-in's own source on its failed tests, in a locked worker.

Only what was tried and seen is told: the place, the kind of edit, how many failed tests pass with it
while no other one is lost. The student's code runs in the worker, the tests and the reference here.
"""

import time
from collections.abc import Sequence

import msgspec

from autograder.course.assignment import Question
from autograder.diagnose import (
    Candidate,
    Place,
    Reference,
    Transcript,
    candidates,
    holds_afresh,
)
from autograder.errors import CourseError
from autograder.judge.repair_words import MOST_PLACES, Repair, repair_advice
from autograder.judge.repairable import (
    ended,
    first_wrong,
    has_one_answer,
    is_repairable,
    lines_of,
    may_be_right,
    numbers_of,
    one_of_each,
    seconds_of,
    slowest_call,
    trains,
    weight,
)
from autograder.judge.trial import Trial
from autograder.protocol.order import Order
from autograder.protocol.steps import Answer, Lost, Step
from autograder.results import Advice
from autograder.submission.notebook import module_source
from autograder.suite.again import asked_again
from autograder.suite.run import SuiteRun

SECONDS = 1.2  # of processor time, the judge's and the worker's
MOST_TRIED = 110  # edits; what is found is found among the first hundred
SECONDS_IN_ALL = 2.5  # where an edit was found that is to be confirmed
SECONDS_MORE = 0.2  # to find other places, when one is found
SLOWEST = 0.75  # of a question's tests altogether: slower ones are not tried again and again
MOST_CONFIRMED = 2 * MOST_PLACES  # edits that repair as much
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
    if not search.failed or search.is_costly:
        return None
    if not trial.begin(asked.question, source, search.slowest):
        return None
    if search.gained(source):  # what is right when it is imported again is no matter of edits
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
        self.end = SECONDS
        transcripts = asked.run.transcripts[asked.question.id]
        tests = asked.run.tests[asked.question.id]
        self.all_failed = sum(test.outcome != "passed" for test in tests)
        self.passed = [transcript for transcript in transcripts if transcript.passed]
        failed = [each for each in transcripts if is_repairable(each, asked.names)]
        self.failed = one_of_each(sorted(failed, key=weight))
        of_names = asked.names, asked.reference
        self.wrong = first_wrong(self.failed[:MOST_PROBED], *of_names)
        self.has_one_answer = has_one_answer(self.passed, *of_names)
        is_cheap = self.wrong and self.has_one_answer  # else whole tests have to be asked
        self.probed = self.failed[: MOST_PROBED if is_cheap else 1]
        self.slowest = max(map(slowest_call, transcripts), default=0.0)
        seconds = sum(map(seconds_of, transcripts))
        self.is_costly = seconds > SLOWEST or any(
            ended(each) or trains(each) for each in transcripts
        )

    @property
    def spent(self) -> float:
        """Processor seconds so far."""
        return time.process_time() - self.began + self.trial.spent

    @property
    def is_over(self) -> bool:
        """Whether nothing more should be asked."""
        return self.spent > self.end or self.trial.is_over

    def best(self, source: str, tried: Sequence[Candidate]) -> list[Repair]:
        """Of the edits that repair most, those that stand by a fresh look."""
        found: list[Repair] = []
        for candidate in tried[:MOST_TRIED]:
            if self.is_over:
                break
            gained = self.gained(candidate.applied(source))
            if gained:
                found.append(Repair(candidate, gained))
            if gained == len(self.failed):
                self.end = min(self.end, self.spent + SECONDS_MORE)
        self.end = SECONDS_IN_ALL
        for gained in sorted({each.gained for each in found}, reverse=True):
            if 2 * gained <= len(self.failed):  # may be by chance
                break
            alike = [each for each in found if each.gained == gained][:MOST_CONFIRMED]
            holding = [
                each for each in alike if self._holds(each.candidate.applied(source), gained)
            ]
            if holding:
                return holding
        return []

    def gained(self, source: str) -> int:
        """How many failed tests pass with a source; 0 where the first ones do not."""
        self.trial.put(source)
        if not self._is_promising():
            return 0
        gained = sum(map(self._passes, self.probed))
        if not gained:
            return 0
        return gained + sum(map(self._passes, self.failed[len(self.probed) :]))

    def _is_promising(self) -> bool:
        """Whether one of the first wrong answers is right now; True where a call alone does not tell."""
        return not self.wrong or any(
            may_be_right(answer, pair, has_one_answer=self.has_one_answer)
            for pair in self.wrong
            if not self.is_over and (answer := self._ask(pair.step)) is not None
        )

    def _holds(self, source: str, gained: int) -> bool:
        """Whether a fresh worker passes as many, no test is lost, and all is right where asked anew."""
        if self.is_over:
            return False
        self.trial.put(source, fresh=True)
        again = [self._again(each) for each in self.failed]
        kept = [self._again(each) for each in self.passed]
        repaired = [each for each in again if each.passed]
        if len(repaired) != gained or not all(each.passed for each in kept):
            return False
        names, reference, is_whole = self.asked.names, self.asked.reference, gained == len(again)
        transcripts = one_of_each([*repaired, *kept] if is_whole else repaired)
        right = holds_afresh(names, transcripts, reference, self._ask)
        return (right or (right is None and is_whole)) and not self.is_over

    def _passes(self, transcript: Transcript) -> bool:
        return self._again(transcript).passed

    def _again(self, transcript: Transcript) -> Transcript:
        """The test of a transcript, asked of the edited hand-in; failed where no time is left."""
        if self.is_over:
            return Transcript()
        run = self.asked.run
        return asked_again(self.trial.turn_to, transcript, run, run.assignment)

    def _ask(self, step: Step) -> Answer | None:
        try:
            answer = self.trial.turn_to(self.asked.question).answer(step)
        except CourseError:
            return None
        return None if isinstance(answer, Lost) else answer
