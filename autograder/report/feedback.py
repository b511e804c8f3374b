"""What a student reads: the score, each question, and for lost points what was asked and what came back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from autograder.escape import one_line
from autograder.report.drawing import Map, drawn
from autograder.report.sentence import asked, measure_in_words, title
from autograder.results import (
    Advice,
    Comparison,
    Outcome,
    QuestionResult,
    Result,
    TestResult,
    handed_in,
)

State = Literal["full", "part", "none", "todo"]
AT_ONCE = 3  # losses of a question, and cases of one, that are shown before one asks for more


class Case(msgspec.Struct, frozen=True):
    """One case of what was asked: what was expected, what came, and where it is wrong."""

    name: str
    comparison: Comparison
    map: Map | None

    @property
    def percent(self) -> float:
        """How much of the answer is wrong, in percent."""
        size = self.comparison.size
        return round(100 * min(self.comparison.wrong, size) / size, 1) if size else 0.0


class Compared(msgspec.Struct, frozen=True):
    """Tests that ask the same: what came back in each case."""

    asked: str
    cases: tuple[Case, ...]

    @property
    def subject(self) -> str:
        """What is compared, where it is the same in all cases."""
        found = {case.comparison.subject for case in self.cases}
        return found.pop() if len(found) == 1 else ""

    @property
    def counted(self) -> bool:
        """Whether any case counts wrong values."""
        return any(case.comparison.size for case in self.cases)


class SameMessage(msgspec.Struct, frozen=True):
    """Tests that got the same back, in words, whatever they ask."""

    message: str
    outcome: Outcome
    tests: tuple[str, ...]  # at least one


Loss = Compared | SameMessage


class QuestionFeedback(msgspec.Struct, frozen=True):
    """A question as its student sees it."""

    title: str
    score: float
    points: float
    state: State
    passed: int
    tests: int
    advice: tuple[Advice, ...]
    losses: Sequence[Loss]
    measured: Sequence[tuple[str, str]]

    @property
    def mapped(self) -> bool:
        """Whether there is a picture that needs a word of explanation."""
        compared = [loss for loss in self.losses if isinstance(loss, Compared)]
        return any(case.map for loss in compared for case in loss.cases)


class AssignmentFeedback(msgspec.Struct, frozen=True):
    """One assignment of a student. `everywhere` is what all that failed says, where it is one thing."""

    title: str
    result: Result
    steps: tuple[QuestionFeedback, ...]
    everywhere: str

    @property
    def open(self) -> list[QuestionFeedback]:
        """The steps with something to say: points lost, a remark, a measurement."""
        return [s for s in self.steps if s.state != "full" or s.advice or s.measured]

    @property
    def handed_in(self) -> str:
        """What the platform told of the hand-in."""
        return handed_in(self.result)

    @property
    def passed(self) -> int:
        """The tests that passed."""
        return sum(step.passed for step in self.steps)

    @property
    def tests(self) -> int:
        """The tests that were asked."""
        return sum(step.tests for step in self.steps)


def chapters(results: Iterable[Result], titles: Mapping[str, str]) -> list[AssignmentFeedback]:
    """A student's results, one chapter each."""
    return [
        _chapter(result, titles.get(result.assignment, result.assignment)) for result in results
    ]


def state_of(question: QuestionResult) -> State:
    """Full marks, some, none, or not yet written."""
    if question.score >= question.points:
        return "full"
    if question.score > 0:
        return "part"
    kinds = {test.outcome for test in question.tests}
    return "todo" if kinds and kinds <= {"passed", "todo"} else "none"


def _chapter(result: Result, title: str) -> AssignmentFeedback:
    everywhere = _everywhere(result.questions)
    return AssignmentFeedback(title, result, tuple(map(_step, result.questions)), everywhere)


def _everywhere(questions: Sequence[QuestionResult]) -> str:
    """What every test of every question says, such as that the module cannot be imported."""
    said = {(test.outcome, test.message) for q in questions for test in q.tests}
    alike = len(said) == 1 and len(questions) > 1 and not any(q.advice for q in questions)
    return said.pop()[1] if alike else ""


def _step(question: QuestionResult) -> QuestionFeedback:
    return QuestionFeedback(
        question.title,
        question.score,
        question.points,
        state_of(question),
        sum(test.outcome == "passed" for test in question.tests),
        len(question.tests),
        tuple(Advice(title(one.misconception), one.text) for one in question.advice),
        _losses(question.tests),
        tuple(
            (title(name), measure_in_words(name, value))
            for name, value in question.measures.items()
        ),
    )


def _losses(tests: Iterable[TestResult]) -> list[Loss]:
    """What did not pass, each thing told once; what is still to do comes last."""
    compared: dict[str, list[Case]] = {}
    said: dict[tuple[str, Outcome], list[str]] = {}
    for test in tests:
        if test.outcome == "passed":
            continue
        sentence, case = asked(test.name)
        if test.outcome == "failed" and isinstance(test.comparison, Comparison):
            found = Case(case, _on_one_line(test.comparison), drawn(test.places or ()))
            compared.setdefault(sentence, []).append(found)
        else:
            whole = f"{sentence} ({case})" if case else sentence
            said.setdefault((test.message, test.outcome), []).append(whole)
    told = [SameMessage(*key, tuple(names)) for key, names in said.items()]
    told.sort(key=lambda loss: loss.outcome == "todo")
    return [*(Compared(sentence, tuple(cases)) for sentence, cases in compared.items()), *told]


def _on_one_line(found: Comparison) -> Comparison:
    """The same facts, short and printable, whatever a result's file holds."""
    texts = {
        name: one_line(getattr(found, name)) for name in ("subject", "expected", "got", "place")
    }
    return msgspec.structs.replace(found, **texts)
