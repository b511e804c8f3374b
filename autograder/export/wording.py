"""Results in words: points, shares, the next step of a question, and a student's feedback."""

from collections.abc import Iterator

from autograder.results import QuestionResult, Result, handed_in
from autograder.wording import in_words


def points(value: float) -> str:
    """Points without needless zeros: 4, 2.5, 0.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def share(question: QuestionResult) -> str:
    """What a question gave of what it could: 1.5 / 4."""
    return f"{points(question.score)} / {points(question.points)}"


def next_step(question: QuestionResult) -> tuple[str, str]:
    """A misconception in words and its advice, or else nothing and what the first failed test says."""
    if question.advice:
        return in_words(question.advice[0].misconception), question.advice[0].text
    for test in question.tests:
        if test.outcome not in ("passed", "todo"):
            return "", test.message
    return "", ""


def advice(question: QuestionResult) -> str:
    """The next step as one text."""
    return ": ".join(part for part in next_step(question) if part)


def feedback(result: Result) -> Iterator[tuple[str, str]]:
    """For each question that lost points or has a remark: its title and share, and what to do.

    Before it what the platform told of the hand-in, then the notes on what of it did not run.
    """
    if told := handed_in(result):
        yield "Handed in", told
    for question in result.questions:
        if question.score < question.points or question.advice:
            yield f"{question.title}: {share(question)}", advice(question)
    for note in (*result.chosen, *result.notes):
        yield "Note", note


def owner_of(result: Result) -> str:
    """The student, and of which assignment."""
    return f"{result.student} ({result.assignment})"
