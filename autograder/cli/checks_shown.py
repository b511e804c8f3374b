"""Shows what the public tests say of a module, and what would be graded; loads pytest."""

from collections.abc import Iterator
from pathlib import Path

from rich.cells import cell_len
from rich.text import Text

from autograder.cli.console import Hanging, console, plain, tell
from autograder.course.assignment import Assignment
from autograder.public.checking import PublicTest, lines, right
from autograder.public.tests import public_tests
from autograder.submission.delivery import Choice
from autograder.submission.discover import call_the_roll


def show_checks(assignment: Assignment, question: str | None) -> bool:
    """Run the public tests of the folder that we stand in and show them; whether all is right."""
    tests = public_tests(Path(), question)
    console.print(f"{assignment.title}: public tests", style="bold", markup=False)
    for line in _lines(assignment, tests):
        tell(line)
    tell(Hanging("would be graded: ", plain(_what_counts(assignment))))
    return right(tests)


def _what_counts(assignment: Assignment) -> str:
    """Which file of the folder `grade` would take if all of it were handed in, and why."""
    (submission,) = call_the_roll(Path(), assignment, Choice(layout="one")).submissions
    return "; ".join([submission.problem or submission.main, *submission.notes])


def _lines(assignment: Assignment, tests: list[PublicTest]) -> Iterator[Hanging]:
    """What `check` in the notebook says of each question, in columns."""
    titles = {"": assignment.module} | {
        question.id: question.title for question in assignment.questions
    }
    width = max(map(cell_len, titles.values()))
    for id, title in titles.items():
        question_tests = [test for test in tests if test.question == id]
        if not question_tests:
            continue
        first, *further = lines(title, question_tests, width)
        style = {"✓": "green", "·": "yellow"}.get(first[0], "red")
        yield Hanging("  ", Text.assemble((first[0], style), first[1:]))
        for line in further:
            indent = len(line) - len(line.lstrip())
            yield Hanging(" " * (indent + 2), plain(line[indent:]))
