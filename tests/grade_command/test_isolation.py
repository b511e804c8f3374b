"""The level of isolation that was asked for, and what is loaded before hand-ins are."""

import json
import shutil

import pytest
from small_class import RIGHT, SLUG

from autograder.course.assignment import Limits
from autograder.course.find import find_assignment
from autograder.grading.host import Warm
from autograder.grading.preload import preload
from autograder.protocol.jobs import Job, Subject
from autograder.submission.record import Submission

pytestmark = pytest.mark.slow


def test_required_isolation_grades_only_where_the_host_has_it(
    tmp_path, autograder, make_course, write_files, probe
):
    make_course(tmp_path)
    write_files(tmp_path, {"ada.py": RIGHT})
    grade = ("grade", "ada.py", *SLUG, "--out", "out", "--isolation", "required")
    done = autograder(*grade, cwd=tmp_path)
    assert (done.status == 0) == (probe.level == "full")
    assert probe.level == "full" or "'full' is needed" in done.err


@pytest.mark.parametrize(
    ("asked", "without", "level"),
    [
        ("required", ("namespaces",), "strong"),
        ("best", ("namespaces", "landlock"), "partial"),
    ],
)
def test_too_weak_a_host_judges_nobody_and_says_why(tmp_path, make_course, asked, without, level):
    course = make_course(tmp_path)
    assignment = find_assignment(course, "doubling")
    subject = Subject({"doubling.py": RIGHT.encode()}, "doubling.py")
    with Warm(course, without=without) as warm:
        report = warm.judge("doubling", assignment.limits).grade(Job(subject, isolation=asked))
    assert f"isolated at level '{level}'" in report.problem
    assert "autograder doctor" in report.problem
    assert report.isolation.level == level


@pytest.fixture(scope="module")
def reported(tmp_path_factory, make_course):
    """The report on a right hand-in whose question bans these operators; one warm process for all."""
    course = make_course(tmp_path_factory.mktemp("banned"))
    suites = course / "grading_tests"
    subject = Subject({"doubling.py": RIGHT.encode()}, "doubling.py")
    with Warm(course) as warm:

        def report(forbidden):
            slug = f"doubling_{len(list(suites.iterdir()))}"
            shutil.copytree(suites / "doubling", suites / slug)
            toml = suites / slug / "assignment.toml"
            banned = f'id = "double"\nforbidden = {json.dumps(forbidden)}'
            toml.write_text(toml.read_text().replace('id = "double"', banned, 1))
            assignment = find_assignment(course, slug)
            assert assignment.questions[0].forbidden == tuple(forbidden)
            return warm.judge(slug, assignment.limits).grade(Job(subject))

        yield report


@pytest.mark.parametrize("forbidden", [[], ["*max_pool*"], ["autograd"]])
def test_a_result_names_the_level_that_doctor_finds(reported, probe, forbidden):
    found = reported(forbidden).isolation
    assert (found.level, set(found.mechanisms)) == (probe.level, set(probe.mechanisms))


# ------------------------------------------------------------------------- plots


@pytest.mark.parametrize(
    ("main", "other", "loaded"),
    [
        ("doubling.py", "lesson.ipynb", False),  # the lesson draws, and is not imported
        ("lesson.ipynb", "doubling.py", True),
        ("doubling.py", "pictures.py", True),
    ],
)
def test_plots_are_loaded_ahead_where_what_is_imported_draws(main, other, loaded):
    drawing = b"import matplotlib.pyplot as plt"
    files = {"doubling.py": RIGHT.encode(), "lesson.ipynb": drawing, "pictures.py": drawing}
    submission = Submission("ada", {name: files[name] for name in (main, other)}, main)
    modules = preload(Limits(preload=("torchvision",)), [submission])
    assert modules == ("torchvision", *(["matplotlib.pyplot"] if loaded else []))
