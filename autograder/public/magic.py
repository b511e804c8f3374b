"""`%check QUESTION` in a notebook, after `%load_ext autograder`: the public tests, as a table.

The tests are those of `autograder check`, on the module as it is saved now; they run in the notebook's
own process, which has torch already. What they say is text, also in HTML.
"""

import html
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from IPython.display import HTML, display

from autograder.course.assignment import Assignment, load
from autograder.errors import AutograderError, UsageError
from autograder.escape import one_line
from autograder.public.checking import PublicTest, lines
from autograder.public.tests import public_tests
from autograder.suggest import no_such

NEEDED = ("assignment.toml", "test_public.py")
COLOURS = {"✓": "green", "·": "darkgoldenrod", "✗": "firebrick"}


def check(line: str) -> None:
    """Run the public tests of the questions named, or of all, and show how each went."""
    try:
        assignment = _assignment(Path.cwd())
        chosen = _chosen(line.split(), assignment)
        tests = public_tests(Path.cwd(), chosen[0] if len(chosen) == 1 else None)
        ids = {"", *(chosen or (question.id for question in assignment.questions))}
        display(HTML(table(assignment, [test for test in tests if test.question in ids])))
    except AutograderError as error:
        print(error)


def table(assignment: Assignment, tests: Sequence[PublicTest]) -> str:
    """A row for each question that was tested, and below it what its first wrong test says."""
    rows = "".join(_rows(assignment, tests))
    return f"<table><tr><th></th><th>question</th><th>public tests</th></tr>{rows}</table>"


def _rows(assignment: Assignment, tests: Sequence[PublicTest]) -> Iterator[str]:
    titles = {"": assignment.module} | {q.id: q.title for q in assignment.questions}
    for id, title in titles.items():
        question_tests = [test for test in tests if test.question == id]
        if not question_tests:
            continue
        first, *further = lines(title, question_tests)
        sign, count = first[0], first.rpartition("  ")[2]
        yield _row((sign, COLOURS[sign]), html.escape(title), count)
        if further:
            text = "\n".join(html.escape(one_line(line, 400)) for line in further)
            yield _row(("", ""), "", f"<pre>{textwrap.dedent(text)}</pre>")


def _row(sign: tuple[str, str], title: str, text: str) -> str:
    style = 'style="text-align:left"'
    first = f'<td style="color:{sign[1]}">{sign[0]}</td>' if sign[0] else "<td></td>"
    return f"<tr>{first}<td {style}>{title}</td><td {style}>{text}</td></tr>"


def _assignment(folder: Path) -> Assignment:
    for needed in NEEDED:
        if not (folder / needed).exists():
            raise UsageError(
                f"{folder} holds no {needed}: open the notebook in the assignment's folder"
            )
    assignment = load(folder)
    if not (folder / assignment.module).exists():
        raise UsageError(f"{folder} holds no {assignment.module}: it is what you write")
    return assignment


def _chosen(words: list[str], assignment: Assignment) -> list[str]:
    ids = [question.id for question in assignment.questions]
    for word in words:
        if word not in ids:
            raise UsageError(no_such("question", word, ids))
    return words


def load_magics(ipython: Any) -> None:
    """Make `%check` known to a notebook."""
    ipython.register_magic_function(check, "line", "check")
