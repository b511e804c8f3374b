"""Results as workflow annotations; nothing a student wrote can become a command of its own."""

from collections.abc import Iterator

from autograder.cli.console import next_step, points
from autograder.results import Result, reason


def annotations(result: Result) -> Iterator[str]:
    """One line for the score, a warning per question that lost points, a notice per remark."""
    if result.score is None:
        yield _command("error", f"{result.student}: not judged", reason(result))
        return
    score = f"{points(result.score)} / {points(result.points)}"
    yield _command("notice", f"{result.student}: {result.assignment}", score)
    for question in result.questions:
        if question.score < question.points:
            share = f"{points(question.score)} / {points(question.points)}"
            title = f"{result.student}: {question.title} {share}"
            yield _command("warning", title, next_step(question).plain or "points were lost")
        elif question.advice:
            title = f"{result.student}: {question.title}"
            yield _command("notice", title, next_step(question).plain)


def _command(kind: str, title: str, message: str) -> str:
    return f"::{kind} title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    escaped = text[:1000].replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return "".join(c if c.isprintable() else "?" for c in escaped)


def _property(text: str) -> str:
    return _data(text[:200]).replace(":", "%3A").replace(",", "%2C")
