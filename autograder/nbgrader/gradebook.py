"""Reads nbgrader's gradebook for what was released, and writes scores into it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import compute_checksum

from autograder.nbgrader.cells import Original
from autograder.nbgrader.environment import logs_left_out, programs_found


class StudentNotebook(msgspec.Struct, frozen=True):
    """One student's notebook of an assignment."""

    notebook: str
    assignment: str
    student: str


@contextmanager
def opened(dirs: CourseDirectory) -> Iterator[Gradebook]:
    """The course's gradebook, made where there is none."""
    with programs_found(), logs_left_out():
        gradebook = Gradebook(dirs.db_url, dirs.course_id)
    with gradebook:
        yield gradebook


def originals(gradebook: Gradebook, notebook: str, assignment: str) -> tuple[Original, ...]:
    """The cells that `nbgrader generate_assignment` saved, in the notebook's order."""
    saved = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: cell.max_score for cell in [*saved.grade_cells, *saved.task_cells]}
    grades = {cell.name for cell in saved.grade_cells}
    solutions = {cell.name for cell in saved.solution_cells}
    tasks = {cell.name for cell in saved.task_cells}
    return tuple(
        Original(
            name=cell.name,
            cell_type=cell.cell_type,
            source=cell.source,
            checksum=cell.checksum,
            locked=cell.locked,
            grade=cell.name in grades,
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points=points.get(cell.name, 0.0),
        )
        for cell in saved.source_cells
    )


def enter(gradebook: Gradebook, assignment: str, student: str, **facts: Any) -> float:
    """Make or renew a student's entry for an assignment; how many seconds late it is."""
    with gradebook.db.no_autoflush:  # nbgrader builds what it adds step by step
        gradebook.update_or_create_student(student)
        submission = gradebook.update_or_create_submission(assignment, student, **facts)
    return submission.total_seconds_late


def save(
    gradebook: Gradebook,
    book: NotebookNode,
    key: StudentNotebook,
    scores: Mapping[str, float | None],
) -> None:
    """Write all scores of a notebook at once. What a person has entered stays as it is.

    A score of None, and an answer in words that is not as it was released, need a person.
    """
    entry = gradebook.find_submission_notebook(key.notebook, key.assignment, key.student)
    grades: dict[str, Any] = {row.name: row for row in entry.grades}
    comments: dict[str, Any] = {row.name: row for row in entry.comments}
    for cell in book.cells:
        facts = cell.metadata.get("nbgrader", {})
        if not (facts.get("grade") or facts.get("task")):
            continue
        unanswered = bool(facts.get("solution")) and facts.get("checksum") == compute_checksum(cell)
        grade = grades[facts.grade_id]
        if facts.grade_id in scores:
            grade.auto_score = scores[facts.grade_id]
        else:
            grade.auto_score = 0.0 if unanswered else None
        # nbgrader's rule: what a person has graded is looked at again
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        if facts.get("solution") or facts.get("task"):
            comments[facts.grade_id].auto_comment = "No response." if unanswered else None
    gradebook.db.commit()
