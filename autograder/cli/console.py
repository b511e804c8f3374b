"""Holds the consoles that commands write to, and formats a result for a terminal."""

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from autograder.escape import logged
from autograder.export.wording import next_step as step_of
from autograder.export.wording import points
from autograder.results import Outcome, QuestionResult, Result
from autograder.wording import counted

__all__ = ["console", "errors", "headline", "next_step", "outcome_sign", "plain", "points", "tell"]

LEAST = 16  # cells beside a head; with fewer, the text goes on below it
INDENT = 4  # of what goes on below

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def tell(renderable: RenderableType, on: Console = console, style: str = "") -> None:
    """Print, broken into lines on a terminal only: a program that reads wants them whole."""
    on.print(renderable, style=style, soft_wrap=not on.is_terminal)


class Hanging:
    """A text with a head; its further lines are indented to where the first one begins."""

    def __init__(self, head: Text | str, text: Text) -> None:
        self.head, self.text = Text.assemble(head), text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, or a single one where nothing shall be broken."""
        head, text, indent = self.head, self.text, self.head.cell_len
        if options.no_wrap:
            yield Text.assemble(head, text)
            return
        if not indent or options.max_width - indent < LEAST:
            head, text, indent = Text(), Text.assemble(head, text), INDENT
        for line in text.wrap(console, max(1, options.max_width - indent)) or [Text()]:
            line.rstrip()
            yield Text.assemble(head, line)
            head = Text(" " * indent)


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
    for question, step in zip(result.questions, steps, strict=True):
        lines.append(_line(question, width))
        if step:
            lines.append(Hanging(" " * 6, step))
    return Group(*lines)


def _line(question: QuestionResult, width: int) -> Hanging:
    sign, style = outcome_sign({test.outcome for test in question.tests})
    share = f"{points(question.score):>6} / {points(question.points):<4}"
    title = set_cell_size(question.title, width)
    head = Text.assemble("  ", (sign, style), f" {title}  {share}  ")
    return Hanging(head, Text(tests_in_words(question), style="dim"))


def tests_in_words(question: QuestionResult) -> str:
    """How many tests pass, or how many do not."""
    passed = sum(test.outcome == "passed" for test in question.tests)
    count = len(question.tests)
    if outcome_sign({test.outcome for test in question.tests})[0] == "·":
        if not passed:
            return f"{counted(count, 'test')} still to do"
        return f"{passed} of {counted(count, 'test')} pass, {count - passed} to do"
    if passed == count:
        return f"{counted(count, 'test')} {'passes' if count == 1 else 'pass'}"
    return f"{count - passed} of {counted(count, 'test')} {'fails' if count == 1 else 'fail'}"


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
