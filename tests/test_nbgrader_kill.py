"""Either route killed in the middle and started again: nothing is lost, nothing is stuck."""

import json

import pytest
from nbgrader_course import copied, doubling_course, running

from benchmarks.measure.breaks import RIGHT, SLUG, WRONG, Break, handed_in

STUDENTS = [f"student{number}" for number in range(8)]
EXPECTED = {name: 6.0 if place % 2 else 2.0 for place, name in enumerate(STUDENTS)}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def handed_in_course(tmp_path_factory):
    """Eight hand-ins, every second of them right; nothing graded."""
    course = doubling_course(tmp_path_factory.mktemp("kill"))
    released = course.released(SLUG)
    for name, score in EXPECTED.items():
        one = Break(name, score, RIGHT if score == 6 else WRONG)
        course.hand_in(name, SLUG, {"lesson.ipynb": handed_in(one, released)})
    return course


def notebook_of(course, student):
    return course.folder / "autograded" / student / SLUG / "lesson.ipynb"


def all_are_there(course):
    assert {name: course.score(SLUG, name) for name in STUDENTS} == EXPECTED
    for name in STUDENTS:
        assert json.loads(notebook_of(course, name).read_text("utf-8"))["metadata"]["autograder"]
        assert not any(score.needs_a_person for score in course.scores(SLUG)[name].values())


def killed_in_time(course, folder, kill):
    """A copy of the course in which a command was killed before it had ended."""
    for attempt in range(5):
        copy = copied(course, folder / str(attempt))
        if kill(copy):
            return copy
    pytest.fail("five times it ended before it could be killed")


def test_route_a_goes_on_where_it_was_killed(handed_in_course, tmp_path):
    course = killed_in_time(
        handed_in_course,
        tmp_path,
        lambda it: it.nbgrader_killed_at(notebook_of(it, STUDENTS[2]), "autograde", SLUG),
    )
    assert not running(str(handed_in_course.folder.parent / "engine"))
    half = notebook_of(course, STUDENTS[6])  # as if it had been killed while it wrote
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_text('{"cells": [', "utf-8")
    done = course.nbgrader("autograde", SLUG)
    assert done.status == 0, done.err
    assert done.err.count("Skipping existing") >= 2
    all_are_there(course)


def test_route_b_goes_on_where_it_was_killed(handed_in_course, tmp_path):
    first = f"results/{SLUG}/{STUDENTS[0]}.json"
    graded = killed_in_time(
        handed_in_course,
        tmp_path / "grade",
        lambda it: it.engines_killed_at(it.folder / first, *_grade(it)),
    )
    assert graded.engines(*_grade(graded)).status == 0
    course = killed_in_time(
        graded,
        tmp_path / "export",
        lambda it: it.engines_killed_at(notebook_of(it, STUDENTS[2]), *_export(it)),
    )
    done = course.engines(*_export(course))
    assert done.status == 0, done.err
    all_are_there(course)


def _grade(course):
    config = (course.folder / "nbgrader_config.py").read_text("utf-8")
    engine = config.split("course='")[1].split("'")[0]
    places = (course.folder / "submitted", "--assignment", SLUG, "--out", course.folder / "results")
    return ("--course", engine, "grade", *places)


def _export(course):
    return ("export", course.folder / "results", "--to", "nbgrader", "--out", course.folder)
