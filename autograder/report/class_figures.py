"""Counts where a class stands, from its results: scores, questions, misconceptions, outcomes and time.

Only what was judged counts into a score; what was not is listed, and is no zero.
"""

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import msgspec

from autograder.report.feedback import state_of
from autograder.report.sentence import title
from autograder.results import Outcome, Result

BINS = 10


class Spread(msgspec.Struct, frozen=True):
    """How the scores of an assignment spread: `bins` tenths of the points, then what is above."""

    points: float
    scores: tuple[float, ...]
    bins: tuple[int, ...]

    @property
    def median(self) -> float:
        """The middle score."""
        return statistics.median(self.scores)

    @property
    def mean(self) -> float:
        """The mean score."""
        return statistics.fmean(self.scores)


class Success(msgspec.Struct, frozen=True):
    """How many students got a question right, in part, not at all, or have not written it."""

    title: str
    points: float
    states: Mapping[str, int]
    mean: float  # percent of the points

    @property
    def asked(self) -> int:
        """How many were asked."""
        return sum(self.states.values())


class Mistake(msgspec.Struct, frozen=True):
    """A misconception, its advice, and who has it."""

    assignment: str
    question: str
    name: str
    text: str
    students: tuple[str, ...]
    judged: int  # hand-ins of the assignment


class Effort(msgspec.Struct, frozen=True):
    """What grading took, and how tests and hand-ins ended."""

    median: float
    late: float  # seconds within which 95 % were graded
    slowest: Result
    tests: Mapping[Outcome, int]
    handins: Mapping[Outcome, int]  # with at least one test that ended so


def judged(results: Iterable[Result]) -> list[Result]:
    """The results with a score."""
    return [result for result in results if result.score is not None]


def percent(result: Result) -> float:
    """A score in percent of the points; more than 100 with a bonus."""
    return 100 * (result.score or 0.0) / result.points if result.points else 0.0


def mean_percent(results: Iterable[Result]) -> float | None:
    """The mean of the hand-ins' percentages."""
    percentages = [percent(result) for result in judged(results)]
    return statistics.fmean(percentages) if percentages else None


def outcomes(results: Iterable[Result]) -> list[Outcome]:
    """The kinds in which tests ended, in the order in which they are told."""
    kinds = {test.outcome for r in results for q in r.questions for test in q.tests}
    return [kind for kind in get_args(Outcome) if kind in kinds]


def spread(results: Sequence[Result]) -> Spread:
    """How the scores of one assignment spread."""
    judged_results = judged(results)
    bins = [0] * (BINS + 1)
    for result in judged_results:
        tenth = percent(result) * BINS / 100
        above = round(tenth, 6) > BINS
        bins[BINS if above else min(BINS - 1, int(tenth))] += 1
    scores = tuple(result.score or 0.0 for result in judged_results)
    return Spread(
        judged_results[0].points if judged_results else 0.0,
        scores,
        tuple(bins if bins[BINS] else bins[:BINS]),
    )


def success(results: Sequence[Result]) -> list[Success]:
    """The questions of one assignment, in its order."""
    asked: dict[str, list] = {}
    for result in judged(results):
        for question in result.questions:
            asked.setdefault(question.id, []).append(question)
    return [
        Success(
            questions[0].title,
            questions[0].points,
            Counter(map(state_of, questions)),
            statistics.fmean(100 * q.score / q.points if q.points else 0.0 for q in questions),
        )
        for questions in asked.values()
    ]


def mistakes(results: Sequence[Result]) -> list[Mistake]:
    """The misconceptions of all assignments, those of most students first."""
    counted = Counter(result.assignment for result in judged(results))
    students: dict[tuple[str, str, str], list[str]] = {}
    texts: dict[tuple[str, str, str], str] = {}
    for result in judged(results):
        for question in result.questions:
            for advice in question.advice:
                key = (result.assignment, question.title, advice.misconception)
                students.setdefault(key, []).append(result.student)
                texts[key] = advice.text
    ranked = sorted(students, key=lambda key: (-len(students[key]), key))
    return [
        Mistake(key[0], key[1], title(key[2]), texts[key], tuple(students[key]), counted[key[0]])
        for key in ranked
    ]


def effort(results: Sequence[Result]) -> Effort:
    """Return the time that the grading of one assignment took, and how its tests ended."""
    seconds = sorted(result.seconds for result in results)
    ended: list[list[Outcome]] = [
        [t.outcome for q in r.questions for t in q.tests] for r in results
    ]
    return Effort(
        statistics.median(seconds),
        seconds[math.ceil(0.95 * len(seconds)) - 1],
        max(results, key=lambda result: result.seconds),
        Counter(outcome for hand_in in ended for outcome in hand_in),
        Counter(outcome for hand_in in ended for outcome in set(hand_in)),
    )
