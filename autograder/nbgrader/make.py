"""Makes an nbgrader course out of ours: what students get, in `source/`, and one line of settings."""

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from autograder.course.assignment import Assignment
from autograder.course.find import find_assignment
from autograder.errors import UsageError
from autograder.nbgrader.gradebook import opened
from autograder.nbgrader.open_course import CONFIG, Course
from autograder.submission.kinds import KINDS

SETTINGS = '''\
"""This course's settings; students' code is graded in a sandbox, not in a kernel."""

from pathlib import Path

from autograder.nbgrader import configure

c = get_config()  # noqa: F821 - nbgrader gives it
c.CourseDirectory.course_id = {name}
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.IncludeHeaderFooter.header = "source/header.ipynb"
configure(c, course={course})

# `nbgrader zip_collect` takes a platform's download apart by the names in it; students are then
# called by that platform's numbers. Uncomment the lines of yours.
# c.FileNameCollectorPlugin.valid_ext = {suffixes}
# Canvas, such as lovelaceada_LATE_1042_90871_pooling-1.py:
# c.FileNameCollectorPlugin.named_regexp = r".*/[^/_]+(?:_LATE)?_(?P<student_id>\\d+)_\\d+_(?P<file_id>[^/]+?)(?:-\\d+)?\\.\\w+$"
# Moodle, such as Ada Lovelace_123456_assignsubmission_file_/pooling.py:
# c.FileNameCollectorPlugin.named_regexp = r".*/[^/_]+_(?P<student_id>\\d+)_assignsubmission_file_?/(?P<file_id>.+)\\.\\w+$"
# The zone in which the exchange writes when a hand-in came:
# c.Exchange.timezone = "Europe/Berlin"
'''
HEADER = """\
**Which file counts.** Write into the module (the `.py` file) that the text below names: it is what
is graded. Code in this notebook is graded only while that module is still as you got it. Answers in
words stand in this notebook. Hand in the whole folder.

The check cells run the public tests. The points come from further tests, which see more inputs."""
COUNTS_NOTEBOOK = """\


In this assignment, functions that you write into this notebook count, also beside a module."""


class NewCourse(msgspec.Struct, frozen=True):
    """What a course is made of; `due` and `written` by assignment and for all."""

    course: Path
    slugs: Sequence[str]
    name: str
    due: Mapping[str, datetime] = {}
    written: float = 0.0  # points of each answer in words


def make_course(folder: Path, plan: NewCourse) -> list[Path]:
    """Write the course, or add assignments to one; the folders in `source/` that are new."""
    assignments = [find_assignment(plan.course, slug) for slug in plan.slugs]
    targets = [folder / "source" / slug for slug in plan.slugs]
    _refuse(folder, targets, plan)
    for assignment, target in zip(assignments, targets, strict=True):
        shutil.copytree(plan.course / "assignments" / assignment.slug, target)
        lesson = target / "lesson.ipynb"
        lesson.write_text(_lesson(lesson.read_text("utf-8"), assignment, plan.written), "utf-8")
    if not (folder / CONFIG).exists():
        header = json.dumps(_header(), indent=1) + "\n"
        (folder / "source" / "header.ipynb").write_text(header, "utf-8")
        (folder / CONFIG).write_text(settings(plan.name, str(plan.course)), "utf-8")
    _enter(folder, plan)
    return targets


def settings(name: str, course: str) -> str:
    """What `nbgrader_config.py` of a new course says."""
    values = {"name": name, "course": course, "suffixes": sorted(f".{kind}" for kind in KINDS)}
    return SETTINGS.format(**{key: repr(value) for key, value in values.items()})


def _refuse(folder: Path, targets: Sequence[Path], plan: NewCourse) -> None:
    if folder.resolve().is_relative_to(plan.course) and folder.resolve() != plan.course:
        top = folder.resolve().relative_to(plan.course).parts[0]
        if top in ("grading_tests", "solutions", "reference", "assignments"):
            raise UsageError(f"{folder} lies in the course's own {top}/: choose another folder")
    existing = [str(target) for target in targets if target.exists()]
    if existing:
        raise UsageError(f"{existing[0]} exists: remove it to make it anew, or leave it out")
    for target in targets:
        released = plan.course / "assignments" / target.name / "lesson.ipynb"
        if not released.is_file():
            raise UsageError(f"{released} is missing: run `autograder release {target.name}` first")


def _lesson(text: str, assignment: Assignment, written: float) -> str:
    """The lesson with the points that nbgrader counts: a bonus adds to none of its sums."""
    book = json.loads(text)
    regular = any(not question.bonus for question in assignment.questions)
    bonus = {question.id for question in assignment.questions if question.bonus and regular}
    for cell in book["cells"]:
        metadata = cell["metadata"].get("nbgrader", {})
        if metadata.get("grade_id") in bonus:
            metadata["points"] = 0
        elif metadata.get("grade") and metadata.get("solution") and written:
            metadata["points"] = written
    if assignment.counts == "notebook":
        cell = {"id": "counts", "cell_type": "markdown", "metadata": {}, "source": COUNTS_NOTEBOOK}
        book["cells"].insert(0, cell)
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def _header() -> dict[str, Any]:
    cell = {"id": "header", "cell_type": "markdown", "metadata": {}, "source": HEADER}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}


def _enter(folder: Path, plan: NewCourse) -> None:
    dirs = Course(folder).dirs  # as its settings have it, which may be older than this plan
    with opened(dirs) as gradebook:
        for slug in plan.slugs:
            facts: dict[str, Any] = {"duedate": plan.due[slug]} if slug in plan.due else {}
            gradebook.update_or_create_assignment(slug, **facts)
