"""Decides whose fault a test is that broke, or left the count: the reference takes the same test.

Where the reference passes, this hand-in's answers are at fault and the test has failed. Where it
ends there in the same way, the test counts for nobody and the course is told. A question of which
no test is left, or that the reference cannot decide, is not judged.
"""

from collections.abc import Callable, Sequence

import msgspec

from autograder.protocol.jobs import Doubt, Report
from autograder.results import Outcome, QuestionResult, TestResult, question_score

# A question -> how its tests end with the reference, in order.
ExpectedOutcomes = Callable[[str], Sequence[Outcome]]


def settled(report: Report, reference: ExpectedOutcomes) -> Report:
    """The report without doubts; `reference` is asked for each question that has some."""
    if not report.doubts:
        return report
    parts = _Parts()
    for question in report.questions:
        doubts = {doubt.index: doubt for doubt in report.doubts if doubt.question == question.id}
        parts.add(question, doubts, reference(question.id) if doubts else ())
    return msgspec.structs.replace(
        report,
        questions=tuple(parts.questions),
        doubts=(),
        faults=(*report.faults, *parts.faults),
        left_out=(*report.left_out, *parts.left_out),
        problem=report.problem or parts.problem,
    )


class _Parts:
    """A report as it is put together again, question by question."""

    def __init__(self) -> None:
        self.questions: list[QuestionResult] = []
        self.faults: list[str] = []
        self.left_out: list[str] = []
        self.problem = ""

    def add(
        self, question: QuestionResult, doubts: dict[int, Doubt], on_reference: Sequence[Outcome]
    ) -> None:
        """Decide the doubts of a question."""
        tests = [
            self._decided(test, doubts[i], on_reference[i] if i < len(on_reference) else "failed")
            if i in doubts
            else test
            for i, test in enumerate(question.tests)
        ]
        remaining = tuple(test for test in tests if test is not None)
        if question.tests and not remaining:
            message = "all its tests are left out, so that nothing is left to judge it by"
            remaining = (TestResult("every_test", "error", message),)
        score = question_score(question.points, remaining)
        self.questions.append(msgspec.structs.replace(question, tests=remaining, score=score))
        for test in remaining:
            if test.outcome == "error":
                self.problem = self.problem or f"{question.id}: {test.name}: {test.message}"

    def _decided(self, test: TestResult, doubt: Doubt, on_reference: Outcome) -> TestResult | None:
        """The test as it counts; None where it leaves the count."""
        description = f"{doubt.question}: {test.name}: {test.message}"
        if on_reference == "passed":
            if not doubt.unanswered:
                self.faults.append(f"{description} on some answers; let a check refuse them")
            return msgspec.structs.replace(test, outcome="failed", message=doubt.message)
        if on_reference != "error":
            return test
        if doubt.unanswered:
            self.faults.append(f"{description}; it does not count")
        elif doubt.left_out:
            self.left_out.append(description)
        else:
            self.faults.append(f"{description} on the reference, too; it does not count")
        return None
