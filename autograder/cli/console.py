"""Where the command writes, and how a result reads on a terminal."""

from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from autograder.export.inert import logged
from autograder.export.words import next_step as step_of
from autograder.export.words import points
from autograder.results import Outcome, QuestionResult, Result

__all__ = ["console", "errors", "headline", "next_step", "outcome_sign", "plain", "points"]

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def plain(text: str) -> Text:
    """Text of a student's: no markup, no control characters, no command to a CI runner."""
    return Text(logged(text))


def headline(result: Result) -> Text:
    """The line above a student's table."""
    score = "not judged" if result.score is None else points(result.score)
    text = plain(result.student)
    text.stylize("bold")
    text.append(f"  {score}" if result.score is None else f"  {score} / {points(result.points)}")
    text.append(f"  {result.seconds:.1f} s, isolation {result.isolation.level}", style="dim")
    return text


def result_table(result: Result) -> Group:
    """A student's questions: points and tests in columns, below each what to look at."""
    width = max((cell_len(question.title) for question in result.questions), default=0)
    steps = [next_step(question) for question in result.questions]
    if len(steps) > 1 and len({step.plain for step in steps}) == 1:  # said once, for all
        steps = [*[Text("")] * (len(steps) - 1), steps[-1]]
    lines: list[RenderableType] = []
    for question, said in zip(result.questions, steps, strict=True):
        lines.append(_line(question, width))
        if said:
            lines.append(Padding(said, (0, 0, 0, 6)))
    return Group(*lines)


def _line(question: QuestionResult, width: int) -> Text:
    passed = sum(test.outcome == "passed" for test in question.tests)
    count = len(question.tests)
    sign, style = outcome_sign({test.outcome for test in question.tests})
    share = f"{points(question.score):>6} / {points(question.points):<4}"
    tests = f"{count} tests pass" if passed == count else f"{count - passed} of {count} tests fail"
    if sign == "·":
        tests = f"{passed} of {count} tests pass, the rest is still to do"
    title = set_cell_size(question.title, width)
    return Text.assemble("  ", (sign, style), f" {title}  {share}  ", (tests, "dim"))


def next_step(question: QuestionResult) -> Text:
    """The advice of a question, or else what its first test that did not pass says."""
    misconception, text = step_of(question)
    if misconception:
        return Text.assemble((misconception, "bold"), ": ", plain(text))
    return plain(text)


def outcome_sign(kinds: set[Outcome]) -> tuple[str, str]:
    """A tick, a dot for what is to do, a cross or an exclamation mark, and its colour."""
    if kinds == {"passed"}:
        return "✓", "green"
    if kinds <= {"passed", "todo"}:
        return "·", "yellow"
    return ("!", "bold red") if "error" in kinds else ("✗", "red")
