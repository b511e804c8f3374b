"""Tests that need no fixture of pytest's are run without it, and end as pytest's own way ends them."""

import json
import os
import subprocess
import sys

import msgspec
import pytest
from featured_suite import FEATURED

from autograder.course.assignment import load
from autograder.grading.host import Warm
from autograder.protocol.jobs import Job, Subject

LISTENER = "def pytest_runtest_setup(item):\n    pass\n"
MORE = """

@question("parts")
@pytest.mark.parametrize(("x", "twice"), [(1, 2), (2, 4), (3, 6)])
def test_with_parameters(student, device, x, twice):
    assert device == "cpu"
    assert_equal(student.double(x), twice)


@pytest.fixture(scope="module")
def shared():
    yield 2
    raise RuntimeError


@question("parts")
def test_that_shares(student, shared):
    assert_equal(student.double(shared), 4)


@question("parts")
def test_after_it(student):
    assert_equal(student.double(7), 14)
"""
TEST = "grading_tests/doubling/test_double.py"
ANSWERS = ("2 * x", "x * x", "'six'", "None", "6")
FINDINGS = ("questions", "problem", "notes", "doubts", "faults")


def reports(course):
    """What is found of each answer, without the times."""
    with Warm(course) as warm:
        judge = warm.judge("doubling", load(course / "grading_tests/doubling").limits)
        for returned in ANSWERS:
            source = f"def double(x):\n    return {returned}\n".encode()
            report = judge.grade(Job(Subject({"doubling.py": source}, "doubling.py")))
            found = msgspec.to_builtins({name: getattr(report, name) for name in FINDINGS})
            for question in found["questions"]:
                for test in question["tests"]:
                    assert test.pop("seconds") >= 0
            yield found


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_suite_that_somebody_listens_to_has_the_same_results(tmp_path, make_course):
    """Who listens makes pytest run every test itself."""
    files = {**FEATURED, TEST: FEATURED[TEST] + MORE}
    quick = make_course(tmp_path / "quick", files)
    listened = {**files, "grading_tests/doubling/conftest.py": LISTENER}
    slow = make_course(tmp_path / "slow", listened)
    found = list(reports(quick))
    assert found == list(reports(slow))
    assert any("cleans up" in fault for fault in found[0]["faults"])


COLLECT = """
import json, sys, pytest
from autograder.suite.plain_tests import PLAIN, mark_plain

class Collected:
    def pytest_runtestloop(self, session):
        mark_plain(session.items, session.config)
        print("plain:" + json.dumps({item.name: item.stash[PLAIN] for item in session.items}))
        return True

pytest.main([sys.argv[1], "-p", "no:cacheprovider", "-p", "autograder.suite.plugin"], plugins=[Collected()])
"""


def plain_in(folder, suite, conftest=""):
    """Which of these tests are plain, in a process that has the plugins of a judge."""
    (folder / "test_some.py").write_text(f"import pytest\n\n{suite}")
    if conftest:
        (folder / "conftest.py").write_text(conftest)
    command = [sys.executable, "-c", COLLECT, str(folder)]
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(
        command, env=alone, cwd=folder, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.partition("plain:")[2].splitlines()[0])


def test_student_device_and_parameters_are_all_that_a_plain_test_may_ask_for(tmp_path):
    suite = """\
@pytest.fixture
def other():
    return 1
@pytest.fixture
def through(request):
    return request.param
def test_plain(student, device): pass
@pytest.mark.parametrize("x", [1])
def test_x(student, x): pass
def test_other(student, other): pass
def test_path(student, tmp_path): pass
def test_request(student, request): pass
@pytest.mark.usefixtures("other")
def test_uses(student): pass
@pytest.mark.skipif(False, reason="never")
def test_skip(student): pass
@pytest.mark.parametrize("through", [1], indirect=True)
def test_through(student, through): pass
class TestOfClass:
    def test_method(self, student): pass
"""
    plain = plain_in(tmp_path, suite)
    assert {name for name, is_plain in plain.items() if is_plain} == {"test_plain", "test_x[1]"}
    assert len(plain) == 9


@pytest.mark.parametrize(
    "suite",
    [
        "@pytest.fixture\ndef student():\n    return 1\ndef test_a(student): pass\n",
        "@pytest.fixture(autouse=True)\ndef seed():\n    pass\ndef test_a(student): pass\n",
        "def setup_module(module):\n    pass\ndef test_a(student): pass\n",
        "def setup_function(function):\n    pass\ndef test_a(student): pass\n",
    ],
    ids=["a student of its own", "for every test", "of the module", "of functions"],
)
def test_what_a_module_sets_up_is_pytests(tmp_path, suite):
    assert plain_in(tmp_path, suite) == {"test_a": False}


def test_where_somebody_listens_no_test_is_plain(tmp_path):
    assert plain_in(tmp_path, "def test_a(student): pass\n", LISTENER) == {"test_a": False}
