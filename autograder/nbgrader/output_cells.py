"""Writes a result into a notebook's cells: advice for people, a number for nbgrader. Pure."""

import html
from collections.abc import Collection, Iterator, Sequence

import msgspec
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from autograder import results
from autograder.escape import hypertext, lines, markdown, one_line
from autograder.export.wording import advice, share
from autograder.nbgrader.picture import picture
from autograder.results import QuestionResult, Result

MARK = "autograder"  # the key of the notebook's metadata that says that it was graded to the end
NEEDS_A_PERSON = "This could not be judged here. A person will look at it."
Scores = dict[str, float | None]  # by grade id; None: a person must grade it


class GradedNotebook(msgspec.Struct, frozen=True):
    """A graded notebook and the scores that belong into the gradebook."""

    book: NotebookNode
    scores: Scores


def fill(
    book: NotebookNode, result: Result, notes: Sequence[str], in_doubt: Collection[str] = ()
) -> GradedNotebook:
    """The mended notebook with each question's advice and points in its check cell.

    A hand-in that was not judged, and a graded cell that the assignment does not know, get no
    number. An answer in words gets none where its cell is `in_doubt`. The result's own
    notes stand below `notes`.
    """
    scores: Scores = {}
    questions = {question.id: question for question in result.questions}
    for cell in book.cells:
        metadata = cell.metadata.get("nbgrader", {})
        if not metadata.get("grade"):
            continue
        if metadata.get("solution"):
            if metadata.grade_id in in_doubt:
                scores[metadata.grade_id] = None
            continue
        question = questions.get(metadata.grade_id) if result.status == "graded" else None
        scores[metadata.grade_id] = question.score if question else None
        cell.outputs = list(_outputs(question, metadata.points) if question else _unjudged(result))
    if listed := (*notes, *result.notes):
        book.cells.insert(0, new_markdown_cell(_listed(listed), id="grading-notes"))
    book.metadata[MARK] = NotebookNode(
        status=result.status, fingerprint=result.fingerprint, graded_at=result.graded_at
    )
    return GradedNotebook(book, scores)


def _outputs(question: QuestionResult, most: float) -> Iterator[NotebookNode]:
    text = {"text/html": _html(question), "text/plain": _plain(question)}
    yield new_output("display_data", data=text)
    if places := _places(question):
        shown = {"image/png": picture(places), "text/plain": "Coloured cells are wrong."}
        yield new_output("display_data", data=shown)
    # nbgrader reads the number, and refuses one above the cell's points: a bonus has none
    number = repr(float(min(max(question.score, 0.0), most)))
    yield new_output("execute_result", data={"text/plain": number}, execution_count=1)


def _unjudged(result: Result) -> Iterator[NotebookNode]:
    why = results.reason(result) if result.status != "graded" else "it is no question of ours"
    text = f"{NEEDS_A_PERSON} ({one_line(why, 300)})"
    page = f"<div><b>{html.escape(NEEDS_A_PERSON)}</b></div>"
    yield new_output("display_data", data={"text/html": page, "text/plain": text})


def _html(question: QuestionResult) -> str:
    """Only tags that nbconvert lets through when it sanitises: no tables, no paragraphs."""
    next_step = advice(question)
    items = [f"{share(question)} points", f"hidden tests: {_count(question)}"]
    items += [f"next step: {next_step}"] if next_step else []
    items += (
        ["the coloured cells below are wrong, in one of the tests"] if _places(question) else []
    )
    listed = "".join(f"<li>{hypertext(item)}</li>" for item in items)
    return f"<div><b>{_sign(question)} {hypertext(question.title)}</b><ul>{listed}</ul></div>"


def _plain(question: QuestionResult) -> str:
    next_step = advice(question)
    first = f"{one_line(question.title)}: {share(question)} points, {_count(question)}"
    return f"{first}\n{lines(next_step)}" if next_step else first


def _places(question: QuestionResult) -> tuple[str, ...]:
    """Where the first answer that is only partly wrong is so."""
    drawn = (test.places for test in question.tests if test.outcome == "failed")
    return next((places for places in drawn if isinstance(places, tuple) and places), ())


def _count(question: QuestionResult) -> str:
    passed = sum(test.outcome == "passed" for test in question.tests)
    return f"{passed} of {len(question.tests)} pass"


def _sign(question: QuestionResult) -> str:
    return "✓" if question.score >= question.points else "✗"


def _listed(notes: Sequence[str]) -> str:
    items = "\n".join(f"- {markdown(note)}" for note in notes)
    return f"**Notes of the grader**\n\n{items}"
