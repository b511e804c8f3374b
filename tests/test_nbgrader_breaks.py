"""Hand-ins that break plain nbgrader get what they deserve, and touch nothing.

`python benchmarks/nbgrader_breaks.py` shows beside it what plain nbgrader makes of them.
"""

import html
import socket

import pytest
from nbgrader_course import doubling_course, outputs, running

from benchmarks.measure.breaks import BREAKS, HIDDEN, SLUG, handed_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def listener():
    """Somebody who would like to hear what a hand-in has to say."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        yield server


@pytest.fixture(scope="module")
def course(tmp_path_factory, listener):
    """All of them in one class, graded by one command."""
    course = doubling_course(tmp_path_factory.mktemp("breaks"))
    released = course.released(SLUG)
    for one in BREAKS:
        book = handed_in(one, released, listener.getsockname()[1])
        course.hand_in(one.name, SLUG, {"lesson.ipynb": book})
    course.hand_in("victim", SLUG, {"lesson.ipynb": handed_in(BREAKS[0], released)})
    done = course.nbgrader("autograde", SLUG)
    assert done.status == 0, done.err
    return course


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in BREAKS])
def test_it_gets_what_it_deserves(course, one):
    assert course.score(SLUG, one.name) == one.deserves
    assert not any(score.manual for score in course.scores(SLUG)[one.name].values())


def test_others_work_and_the_settings_are_as_they_were(course):
    assert (course.folder / "submitted/victim" / SLUG / "lesson.ipynb").is_file()
    assert "mine" not in (course.folder / "nbgrader_config.py").read_text("utf-8")


@pytest.mark.usefixtures("course")
def test_nothing_was_sent(listener):
    with pytest.raises(TimeoutError):
        listener.accept()


def test_nothing_was_left_running(course, listener):
    assert not running(f"sleep {listener.getsockname()[1]}")
    assert not running(str(course.folder.parent / "engine"))


def test_feedback_tells_no_hidden_test(course):
    done = course.nbgrader("generate_feedback", SLUG)
    assert done.status == 0, done.err
    pages = list(course.folder.glob("feedback/*/*/lesson.html"))
    assert len(pages) == len(BREAKS) + 1
    for page in pages:
        text = page.read_text("utf-8")
        assert not [line for line in HIDDEN.values() if html.escape(line) in text]
        assert "[1000.0]" not in text


def test_what_was_wrong_with_a_notebook_is_said(course):
    said = {
        "deletes_a_cell": "the cell double was missing and was put back",
        "edits_a_cell": "the cell double was changed and was put back",
        "copies_a_cell": "the cell double stood 2 times",
        "cut_short": "the notebook cannot be read: it is no valid JSON",
    }
    for name, sentence in said.items():
        first = course.autograded(name, SLUG)["cells"][0]
        assert sentence in html.unescape("".join(first["source"]))


def test_an_unreadable_notebook_says_what_to_do(course):
    (said, number) = outputs(course.autograded("cut_short", SLUG), "double")
    assert "Open it in Jupyter, save it and hand it in again" in "".join(said["data"]["text/plain"])
    assert number["data"]["text/plain"] in ("0.0", ["0.0"])
