"""A student's feedback as Markdown, for systems that show it: an issue, a message, a gradebook."""

import re
from collections.abc import Iterator, Mapping, Sequence

from autograder.escape import MESSAGE, NAME, markdown, one_line
from autograder.export.wording import points
from autograder.report.feedback import (
    AT_ONCE,
    AssignmentFeedback,
    Case,
    Loss,
    QuestionFeedback,
    SameMessage,
    chapters,
)
from autograder.results import Result, handed_in
from autograder.wording import counted

SIGNS = {"full": "✓", "part": "◐", "none": "✗", "todo": "○"}
ENDED = {"crashed": "crashed", "timeout": "time limit", "memory": "memory limit"}
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#+\-|&~$@!]")


def markdown_page(results: Sequence[Result], titles: Mapping[str, str]) -> str:
    """All of a student's feedback; texts of a hand-in stand as code, so that none of them acts."""
    parts = [f"# Feedback for {markdown(results[0].student, NAME)}\n"]
    for chapter in chapters(results, titles):
        parts += _chapter(chapter)
    return "\n".join(parts)


def _chapter(chapter: AssignmentFeedback) -> Iterator[str]:
    result = chapter.result
    if result.score is None:
        yield f"## {_prose(chapter.title)}: not judged\n"
        yield "Something on the course's side broke. It costs you nothing: your teacher is told.\n"
        return
    yield f"## {_prose(chapter.title)}: {points(result.score)} / {points(result.points)}\n"
    yield "|  | question | points | tests |\n|---|---|---:|---:|"
    for step in chapter.steps:
        share = f"{points(step.score)} / {points(step.points)}"
        counts = f"{step.passed} of {step.tests}"
        yield f"| {SIGNS[step.state]} | {_prose(step.title, NAME)} | {share} | {counts} |"
    yield ""
    if told := handed_in(result):
        yield f"Handed in: {_prose(told)}\n"
    if result.chosen:
        yield "What was graded:\n"
        yield from (f"- {markdown(note)}" for note in result.chosen)
        yield ""
    if result.notes:
        yield "What did not run while your work was imported:\n"
        yield from (f"- {markdown(note)}" for note in result.notes)
        yield ""
    if chapter.everywhere:
        yield f"Every test says the same: {markdown(chapter.everywhere)}\n"
        return
    for step in chapter.open:
        yield from _step(step)


def _step(step: QuestionFeedback) -> Iterator[str]:
    yield f"### {_prose(step.title, NAME)}\n"
    for advice in step.advice:
        yield f"**{_prose(advice.misconception, NAME)}.** {_prose(advice.text)}\n"
    for loss in step.losses[:AT_ONCE]:
        yield from _loss(loss)
    if len(step.losses) > AT_ONCE:
        yield f"- and {len(step.losses) - AT_ONCE} more"
    yield ""


def _loss(loss: Loss) -> Iterator[str]:
    if isinstance(loss, SameMessage):
        kind = f"{ENDED[loss.outcome]}: " if loss.outcome in ENDED else ""
        first, *further = loss.tests
        count = f" ({len(loss.tests)} tests)" if further else ""
        asked = "" if further or loss.outcome == "todo" else f"{_prose(first, NAME)}: "
        yield f"- {asked}{kind}{markdown(loss.message)}{count}"
        return
    yield f"- {_prose(loss.asked, NAME)}"
    for case in loss.cases[:AT_ONCE]:
        yield f"  - {_case(case)}"
    if len(loss.cases) > AT_ONCE:
        yield f"  - and {counted(len(loss.cases) - AT_ONCE, 'more case')}"


def _case(case: Case) -> str:
    comparison = case.comparison
    name = f"{_prose(case.name, NAME)}: " if case.name else ""
    count = f", {comparison.wrong} of {comparison.size} values are wrong" if comparison.size else ""
    place = f" at {_prose(comparison.place)}" if comparison.place else ""
    values = f"expected {markdown(comparison.expected)}, you returned {markdown(comparison.got)}"
    return f"{name}{_prose(comparison.subject)}{place}: {values}{count}"


def _prose(text: str, longest: int = MESSAGE) -> str:
    """The course's own words on one line, in which nothing stands for markup.

    Any ASCII punctuation may be escaped (CommonMark, "Backslash escapes").
    """
    return _MARKUP.sub(r"\\\g<0>", one_line(text, longest))
