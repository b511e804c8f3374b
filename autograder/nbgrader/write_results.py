"""Route B: results of `autograder grade` into an nbgrader course, its gradebook and `autograded/`.

Nothing is graded here. What is written equals what `nbgrader autograde` writes, cell by cell. A run
that was killed goes on where it stopped: the gradebook is written before the notebook, and a
notebook is there whole or not at all.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.preprocessors import AssignLatePenalties

from autograder import atomic
from autograder.course.assignment import Assignment
from autograder.course.find import find_assignment
from autograder.errors import UsageError
from autograder.export import Export
from autograder.export.wording import owner_of
from autograder.nbgrader.accounts import accounts
from autograder.nbgrader.answers import mended_notebook
from autograder.nbgrader.cells import Original
from autograder.nbgrader.gradebook import StudentNotebook, enter, opened, originals, save
from autograder.nbgrader.open_course import Course
from autograder.nbgrader.output_cells import fill
from autograder.nbgrader.prefetch import HandIn, notes_on, read_hand_in
from autograder.nbgrader.tree import copy_files, handed_in_at, marked
from autograder.results import Result

READ_ONLY = 0o444  # as nbgrader leaves what it has graded


class _Writer(msgspec.Struct):
    """What is known while results of one assignment are written."""

    course: Course
    gradebook: Gradebook
    assignment: Assignment
    released: dict[str, tuple[Original, ...]]  # notebook -> its cells as released
    notes: list[str]


def export_results(results: Sequence[Result], folder: Path) -> Export:
    """Write the results into the course; what a person has entered there stays."""
    course = Course(folder)
    engine = Path(course.setting("SandboxedAutograde", "course", ""))
    written = 0
    problems: list[str] = []
    notes: list[str] = []
    with opened(course.dirs) as gradebook:
        for slug in dict.fromkeys(result.assignment for result in results):
            released = _released(course, gradebook, slug)
            writer = _Writer(course, gradebook, find_assignment(engine, slug), released, notes)
            own_results = [result for result in results if result.assignment == slug]
            known = accounts(gradebook, own_results)
            problems += known.problems
            notes += known.notes
            for result in own_results:
                if id := known.ids.get(result.student):
                    problem = _write(writer, msgspec.structs.replace(result, student=id))
                    written += not problem
                    problems += [problem] if problem else []
    return Export(
        None,
        (f"{written} of {len(results)} are in the gradebook of {folder}", *notes),
        tuple(problems),
    )


def _released(course: Course, gradebook: Gradebook, slug: str) -> dict[str, tuple[Original, ...]]:
    try:
        names = [notebook.name for notebook in gradebook.find_assignment(slug).notebooks]
    except MissingEntry:
        names = []
    if not names:
        answer: Any = NbGraderAPI(course.dirs, parent=course.app).generate_assignment(slug)
        if not answer["success"]:
            raise UsageError(
                f"{slug} cannot be released by nbgrader: {answer.get('error', '')[-300:]}"
            )
        gradebook.db.expire_all()
        names = [notebook.name for notebook in gradebook.find_assignment(slug).notebooks]
    return {name: originals(gradebook, name, slug) for name in names}


def _write(writer: _Writer, result: Result) -> str:
    """Write one result unless it is there already; "" or what went wrong."""
    student, slug = result.student, result.assignment
    if student in (".", "..") or "/" in student or "\0" in student:
        return f"not written: {owner_of(result)}: no folder can have that name"
    dirs = writer.course.dirs
    target = writer.course.path(dirs.autograded_directory, student, slug)
    if _is_there(writer, target, result):
        return ""
    handed_in = writer.course.path(dirs.submitted_directory, student, slug)
    _enter(writer, result, handed_in)
    _copy(writer, slug, handed_in, target)
    notes: tuple[str, ...] = ()
    if handed_in.is_dir():
        submission = read_hand_in(HandIn(student, handed_in), writer.assignment)
        notes = notes_on(submission, writer.released)
    for name in writer.released:
        mended = mended_notebook(handed_in, name, writer.released)
        filled = fill(mended.book, result, (*notes, *mended.notes), mended.in_doubt)
        key = StudentNotebook(name, slug, student)
        save(writer.gradebook, filled.book, key, filled.scores)
        _late(writer, key, filled.book)
        _put(target / f"{name}.ipynb", nbformat.writes(filled.book).encode())
    return ""


def _is_there(writer: _Writer, target: Path, result: Result) -> bool:
    marks = [marked(target / f"{name}.ipynb") for name in writer.released]
    expected = (result.status, result.fingerprint, result.graded_at)
    if any((m.get("status"), m.get("fingerprint"), m.get("graded_at")) != expected for m in marks):
        return False
    try:
        writer.gradebook.find_submission(result.assignment, result.student)
    except MissingEntry:
        return False
    return True


def _enter(writer: _Writer, result: Result, handed_in: Path) -> None:
    moment, problem = handed_in_at(handed_in, writer.course.setting("Exchange", "timezone", ""))
    if problem:
        writer.notes.append(f"{owner_of(result)}: when it came is not known: {problem}")
    facts = {"timestamp": moment} if moment else {}
    enter(writer.gradebook, result.assignment, result.student, **facts)


def _copy(writer: _Writer, slug: str, handed_in: Path, target: Path) -> None:
    dirs = writer.course.dirs
    excluded = writer.course.setting("Autograde", "exclude_overwriting", {}).get(slug, ())
    copy_files(handed_in, target, dirs.ignore, ())
    copy_files(writer.course.path(dirs.source_directory, ".", slug), target, dirs.ignore, excluded)


def _late(writer: _Writer, key: StudentNotebook, book: nbformat.NotebookNode) -> None:
    submission = writer.gradebook.find_submission(key.assignment, key.student)
    place = (key.notebook, key.assignment, key.student)
    if submission.total_seconds_late > 0:
        facts = {**msgspec.structs.asdict(key), "db_url": writer.course.dirs.db_url}
        resources = ResourcesDict(dict, {"nbgrader": facts})
        AssignLatePenalties(parent=writer.course.app).preprocess(book, resources)
        writer.gradebook.db.expire_all()
    else:
        entry: Any = writer.gradebook.find_submission_notebook(*place)
        entry.late_submission_penalty = None
        writer.gradebook.db.commit()


def _put(path: Path, text: bytes) -> None:
    atomic.replace_file(path, text)
    path.chmod(READ_ONLY)
