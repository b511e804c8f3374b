"""Where the command writes, and how a result reads on a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.results import QuestionResult, Result, TestResult

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

_SIGN = {"passed": "✓", "todo": "·", "error": "!"}


def points(value: float) -> str:
    """Points without needless zeros: 4, 2.5, 0.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def plain(text: str) -> Text:
    """Text of a student's: no markup, no control characters."""
    return Text("".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text))


def headline(result: Result) -> Text:
    """The line above a student's table."""
    score = "not judged" if result.score is None else points(result.score)
    text = plain(result.student)
    text.stylize("bold")
    text.append(f"  {score}" if result.score is None else f"  {score} / {points(result.points)}")
    text.append(f"  {result.seconds:.1f} s, isolation {result.isolation.level}", style="dim")
    return text


def result_table(result: Result) -> Table:
    """A student's questions: points, tests, and the next step."""
    table = Table(title=headline(result), title_justify="left", expand=False)
    table.add_column("Question", no_wrap=True)
    table.add_column("Points", justify="right", no_wrap=True)
    table.add_column("Tests", no_wrap=True)
    table.add_column("What to look at", overflow="fold", max_width=72)
    for question in result.questions:
        table.add_row(
            question.title,
            f"{points(question.score)} / {points(question.points)}",
            _tests(question.tests),
            next_step(question),
        )
    return table


def next_step(question: QuestionResult) -> Text:
    """The advice of a question, or else what its first test that did not pass says."""
    if question.advice:
        advice = question.advice[0]
        return Text.assemble((advice.misconception, "bold"), ": ", plain(advice.text))
    for test in question.tests:
        if test.outcome == "todo":
            return Text("still to do", style="dim")
        if test.outcome != "passed":
            return plain(test.message)
    return Text("")


def _tests(tests: tuple[TestResult, ...]) -> Text:
    passed = sum(test.outcome == "passed" for test in tests)
    if passed == len(tests):
        return Text(f"✓ {passed}", style="green")
    kinds = {test.outcome for test in tests} - {"passed"}
    sign = _SIGN.get(kinds.pop(), "✗") if len(kinds) == 1 else "✗"
    return Text(f"{sign} {passed} of {len(tests)}", style="yellow" if sign == "·" else "red")
