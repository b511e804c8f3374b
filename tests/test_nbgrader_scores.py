"""From a result to a notebook and a gradebook: bonus, not judged, by hand, late."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from made_results import FAILED, PASSED, not_judged, question, result
from nbgrader.api import Gradebook

from autograder.nbgrader.cells import Original
from autograder.nbgrader.gradebook import StudentNotebook, enter, originals, save
from autograder.nbgrader.output_cells import MARK, fill
from autograder.nbgrader.repair import mend

WHERE = StudentNotebook("lesson", "a1_pooling", "ada")


def original(name, points, kind="code", source="check()", **changes):
    facts = {"locked": True, "grade": True, "solution": False, "task": False, **changes}
    return Original(name, kind, source, None, points=points, **facts)


CELLS = (
    original("max", 2.0),
    original("extra", 0.0),
    original("words", 1.0, "markdown", "*Your answer*", locked=False, solution=True),
)
RESULT = result(
    question(PASSED, id="max", score=2.0), question(PASSED, id="extra", score=1.5, points=1.5)
)


@pytest.fixture
def gradebook(tmp_path, monkeypatch):
    """A gradebook with the assignment and ada's entry."""
    programs = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join([programs, os.environ["PATH"]]))
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db", "course") as book:
        book.add_assignment("a1_pooling")
        book.add_notebook("lesson", "a1_pooling")
        for cell in CELLS:
            place = (cell.name, "lesson", "a1_pooling")
            book.add_grade_cell(*place, max_score=cell.points, cell_type=cell.cell_type)
            if cell.solution:
                book.add_solution_cell(*place)
            source = {"source": cell.source, "checksum": cell.checksum, "locked": cell.locked}
            book.add_source_cell(*place, cell_type=cell.cell_type, **source)
        enter(book, "a1_pooling", "ada")
        yield book


def filled(found, answer="Because."):
    cells = [
        {"cell_type": "markdown", "source": answer, "metadata": {"nbgrader": {"grade_id": "words"}}}
    ]
    mended = mend(
        nbformat.writes(
            nbformat.from_dict({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})
        ).encode(),
        CELLS,
    )
    return fill(mended.book, found, ())


def grade(gradebook, cell):
    return gradebook.find_grade(cell, "lesson", "a1_pooling", "ada")


def test_the_gradebook_tells_what_was_released(gradebook):
    assert originals(gradebook, "lesson", "a1_pooling") == CELLS


def test_a_bonus_counts_beyond_its_cells_points(gradebook):
    made = filled(RESULT)
    numbers = [c.outputs[-1].data["text/plain"] for c in made.book.cells if c.cell_type == "code"]
    assert numbers == ["2.0", "0.0"]  # what nbgrader would refuse above the cell's points
    save(gradebook, made.book, WHERE, made.scores)
    assert grade(gradebook, "extra").auto_score == 1.5
    submission = gradebook.find_submission("a1_pooling", "ada")
    assert (submission.score, submission.max_score) == (3.5, 3.0)


def test_what_was_not_judged_waits_for_a_person(gradebook):
    made = filled(not_judged())
    save(gradebook, made.book, WHERE, made.scores)
    found = grade(gradebook, "max")
    assert (found.auto_score, found.needs_manual_grade) == (None, True)
    assert made.book.metadata[MARK].status == "not_judged"
    outputs = [c.outputs for c in made.book.cells if c.cell_type == "code"]
    assert all(len(shown) == 1 and "A person" in shown[0].data["text/plain"] for shown in outputs)


def test_a_cell_that_is_no_question_waits_for_a_person(gradebook):
    made = filled(result(question(PASSED, id="max", score=2.0)))
    save(gradebook, made.book, WHERE, made.scores)
    assert grade(gradebook, "extra").auto_score is None
    assert grade(gradebook, "max").auto_score == 2.0


def test_what_a_person_entered_stays(gradebook):
    grade(gradebook, "words").manual_score = 0.5
    grade(gradebook, "max").manual_score = 1.0
    grade(gradebook, "max").extra_credit = 0.25
    gradebook.db.commit()
    made = filled(RESULT)
    save(gradebook, made.book, WHERE, made.scores)
    found = grade(gradebook, "max")
    assert (found.auto_score, found.manual_score, found.extra_credit) == (2.0, 1.0, 0.25)
    assert grade(gradebook, "words").manual_score == 0.5
    assert found.needs_manual_grade  # nbgrader's rule


def test_an_answer_in_a_notebook_that_cannot_be_read_waits_for_a_person(gradebook):
    mended = mend(b"{", CELLS)
    made = fill(mended.book, RESULT, mended.notes, mended.in_doubt)
    save(gradebook, made.book, WHERE, made.scores)
    found = grade(gradebook, "words")
    assert (found.auto_score, found.needs_manual_grade) == (None, True)


def test_an_answer_whose_cell_was_put_back_waits_for_a_person(gradebook):
    cells = [{"cell_type": "markdown", "source": "Because.", "metadata": {}}]
    book = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})
    mended = mend(nbformat.writes(book).encode(), CELLS)
    made = fill(mended.book, RESULT, mended.notes, mended.in_doubt)
    save(gradebook, made.book, WHERE, made.scores)
    found = grade(gradebook, "words")
    assert (found.auto_score, found.needs_manual_grade) == (None, True)


def test_what_results_say_is_text_in_html():
    tags = "<script>alert(1)</script>"
    failed = type(FAILED)("ties", "failed", tags)
    made = filled(result(question(failed, id="max", title=tags, score=0.0)))
    (page,) = [c.outputs[0].data["text/html"] for c in made.book.cells if "max" in str(c.metadata)]
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
