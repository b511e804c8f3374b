"""`%check QUESTION` in a notebook, after `%load_ext autograder`: the public tests, as a table.

The tests are those of `autograder check`, and run as there: in a process of their own, on the module
as it is saved now. What they say is text, also in HTML.
"""

import html
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from IPython.display import HTML, display

from autograder.assignment import Assignment, load
from autograder.check import PublicTest
from autograder.errors import AutograderError, UsageError
from autograder.export.inert import one_line
from autograder.suggest import no_such

SECONDS = 300  # for all public tests of an assignment
NEEDED = ("assignment.toml", "test_public.py")
_RUN = """\
import sys
from pathlib import Path
import msgspec
from autograder.check import run_public_tests
sys.path.insert(0, "")
found = run_public_tests(Path("test_public.py"), sys.argv[2] or None)
Path(sys.argv[1]).write_bytes(msgspec.json.encode(found))
"""
SIGNS = {"passed": ("✓", "green"), "todo": ("·", "darkgoldenrod")}
WRONG = ("✗", "firebrick")


def check(line: str) -> None:
    """Run the public tests of the questions named, or of all, and show how each went."""
    try:
        assignment = _assignment(Path.cwd())
        chosen = _chosen(line.split(), assignment)
        tests = public_tests(Path.cwd(), chosen)
        known = {"", *(chosen or (question.id for question in assignment.questions))}
        display(HTML(table(assignment, [test for test in tests if test.question in known])))
    except AutograderError as error:
        print(error)


def public_tests(folder: Path, questions: Sequence[str]) -> list[PublicTest]:
    """What the public tests say of the module in a folder; `UsageError` where they do not end."""
    only = questions[0] if len(questions) == 1 else ""
    with tempfile.TemporaryDirectory() as scratch:
        found = Path(scratch) / "found.json"
        try:
            done = subprocess.run(
                [sys.executable, "-c", _RUN, str(found), only],
                cwd=folder,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UsageError(
                f"the tests did not end within {SECONDS} s: look for a loop that has no end"
            ) from None
        if not found.exists():
            last = done.stderr.decode(errors="replace").strip().splitlines() or ["no word"]
            raise UsageError(f"the tests ended before they were done: {one_line(last[-1])}")
        return msgspec.json.decode(found.read_bytes(), type=list[PublicTest])


def table(assignment: Assignment, tests: Sequence[PublicTest]) -> str:
    """A row for each question that was tested, and one below it for what is wrong."""
    rows = "".join(_rows(assignment, tests))
    return f"<table><tr><th></th><th>question</th><th>public tests</th></tr>{rows}</table>"


def _rows(assignment: Assignment, tests: Sequence[PublicTest]) -> Iterator[str]:
    titles = {"": assignment.module} | {q.id: q.title for q in assignment.questions}
    for id, title in titles.items():
        found = [test for test in tests if test.question == id]
        if not found:
            continue
        wrong = [test for test in found if test.outcome != "passed"]
        count = f"{len(found) - len(wrong)} of {len(found)} pass"
        yield _row(_sign(found), html.escape(title), count)
        for test in wrong:
            said = f"{test.name.replace('_', ' ')}: {test.message}"
            yield _row(("", ""), "", html.escape(one_line(said, 400)))


def _row(sign: tuple[str, str], title: str, said: str) -> str:
    left = 'style="text-align:left"'
    first = f'<td style="color:{sign[1]}">{sign[0]}</td>' if sign[0] else "<td></td>"
    return f"<tr>{first}<td {left}>{title}</td><td {left}>{said}</td></tr>"


def _sign(tests: Sequence[PublicTest]) -> tuple[str, str]:
    outcomes = {test.outcome for test in tests}
    if outcomes == {"passed"}:
        return SIGNS["passed"]
    return SIGNS["todo"] if outcomes <= {"passed", "todo"} else WRONG


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
    known = [question.id for question in assignment.questions]
    for word in words:
        if word not in known:
            raise UsageError(no_such("question", word, known))
    return words


def load_magics(ipython: Any) -> None:
    """Make `%check` known to a notebook."""
    ipython.register_magic_function(check, "line", "check")
