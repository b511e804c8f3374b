"""A name that a hidden suite misspells is the course's fault: it costs no hand-in a point, and is told."""

import pytest

from autograder.course.assignment import load
from autograder.grading.host import Warm
from autograder.protocol.jobs import Job, Subject

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

IDS = {"functions": "trace", "tools": "net", "helpers": "help", "objects": "Box", "own": "own"}
TOML = 'title = "Typos"\nmodule = "doubling.py"\n' + "".join(
    f'[[questions]]\nid = "{id}"\ntitle = "{id}"\npoints = 4\nnames = ["{name}"]\n'
    for id, name in IDS.items()
)
SUITE = """\
import pytest

from autograder.suite import assert_equal


def question(id):
    return pytest.mark.question(id)


@question("functions")
def test_a_misspelt_function(student):
    assert_equal(student.trce(3), 6)


@question("functions")
def test_trace(student):
    assert_equal(student.trace(3), 6)


@question("tools")
def test_a_misspelt_tool(student):
    student.tools.stat(student.net())


@question("tools")
def test_net(student):
    assert_equal(student.net(), 1)


@question("helpers")
def test_a_misspelt_helper(student):
    assert_equal(student.props.mesure(3), 3)


@question("helpers")
def test_a_helper_that_is_misspelt_inside(student):
    assert_equal(student.props.broken(3), 3)


@question("helpers")
def test_a_helper(student):
    assert_equal(student.props.measure(3), 3)


@question("objects")
def test_a_misspelt_attribute(student):
    assert_equal(student.Box.new().get("contnts"), 1)


@question("objects")
def test_an_attribute(student):
    assert_equal(student.Box.new().get("contents"), 1)


@question("own")
def test_own_code(student):
    assert_eqal(student.own(), 1)


@question("own")
def test_own_attribute(student):
    assert_equal(student.own().lenght, 1)


@question("own")
def test_own(student):
    assert_equal(student.own(), 1)
"""
RIGHT = """\
def trace(x):
    return 2 * x


def net():
    return 1


def own():
    return 1


class Box:
    contents = 1
"""
PROPS = """\
def measure(x):
    return x


def broken(x):
    return mesaure(x)
"""
CATALOGUE = "from reference import doubling as correct\n"
FAULTS = (
    "functions: a_misspelt_function: the course's own test asks for `trce`, which neither the "
    "reference has nor `names` in assignment.toml; did you mean trace?",
    "tools: a_misspelt_tool: the course's own test asks for the tool `stat`, which is none; "
    "did you mean state?",
    "helpers: a_misspelt_helper: the course's own test asks for `props.mesure`, which props.py "
    "has not",
    "helpers: a_helper_that_is_misspelt_inside: the course's own test broke in `props.broken` "
    "(NameError)",
    "objects: a_misspelt_attribute: the course's own test asks for `Box(...).contnts`, which no "
    "object has",
    "own: own_code: the course's own test broke (NameError at test_double.py:57: assert_eqal)",
    "own: own_attribute: the course's own test broke (AttributeError at test_double.py:62: lenght)",
)


@pytest.fixture(scope="module")
def judge(tmp_path_factory, make_course):
    changes = {
        "grading_tests/doubling/assignment.toml": TOML,
        "grading_tests/doubling/test_double.py": SUITE,
        "grading_tests/doubling/misconceptions.py": CATALOGUE,
        "grading_tests/doubling/props.py": PROPS,
        "reference/doubling.py": RIGHT,
    }
    course = make_course(tmp_path_factory.mktemp("course"), changes)
    with Warm(course) as warm:
        yield warm.judge("doubling", load(course / "grading_tests/doubling").limits)


@pytest.fixture(scope="module")
def graded(judge):
    """What becomes of a hand-in."""

    def report(source):
        return judge.grade(Job(Subject({"doubling.py": source.encode()}, "doubling.py")))

    return report


def scores(report):
    return {question.id: question.score for question in report.questions}


@pytest.fixture(scope="module")
def of_the_right_answer(graded):
    return graded(RIGHT)


def test_a_right_answer_gets_all_points_whatever_the_suite_misspells(of_the_right_answer):
    assert of_the_right_answer.problem == ""
    assert set(scores(of_the_right_answer).values()) == {4.0}


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.split(": ")[1] for fault in FAULTS])
def test_the_course_is_told_what_is_misspelt_and_where(of_the_right_answer, fault):
    (told,) = [line for line in of_the_right_answer.faults if line.startswith(fault)]
    assert "test_double.py:" in told
    assert told.endswith("does not count")


def test_an_untouched_stub_gets_no_point_for_what_the_suite_misspells(graded):
    report = graded(
        f"def trace(x):\n    raise NotImplementedError\n{RIGHT[RIGHT.index('def n') :]}"
    )
    assert scores(report) == {**dict.fromkeys(IDS, 4.0), "functions": 0.0}


def test_a_name_that_is_asked_for_and_not_handed_in_is_the_students(graded):
    report = graded(RIGHT.replace("def trace", "def trcae"))
    assert scores(report) == {**dict.fromkeys(IDS, 4.0), "functions": 0.0}
    (test,) = report.questions[0].tests
    assert (test.outcome, test.message.startswith("there is no `trace`")) == ("failed", True)


def test_an_attribute_that_the_references_object_has_is_the_students(graded, of_the_right_answer):
    report = graded(RIGHT.replace("contents", "content"))
    assert scores(report)["objects"] == 0.0
    (test,) = next(question.tests for question in report.questions if question.id == "objects")
    assert (test.outcome, "no attribute `contents`" in test.message) == ("failed", True)
    assert sorted(report.faults) == sorted(of_the_right_answer.faults)


def test_a_name_that_only_the_suite_misspells_cannot_be_handed_in(graded, of_the_right_answer):
    report = graded(f"{RIGHT}\n\ndef trce(x):\n    return 0\n")
    assert scores(report)["functions"] == 2.0  # the answer is looked at as any other
    assert len(report.faults) == len(of_the_right_answer.faults) - 1


def test_without_a_reference_a_misspelt_name_is_told_and_nothing_is_judged(tmp_path, make_course):
    course = make_course(tmp_path, {"grading_tests/doubling/test_double.py": ONE_TYPO})
    (course / "grading_tests/doubling/misconceptions.py").unlink()
    with Warm(course) as warm:
        judge = warm.judge("doubling", load(course / "grading_tests/doubling").limits)
        report = judge.grade(Job(Subject({"doubling.py": RIGHT.encode()}, "doubling.py")))
    assert report.problem.startswith(
        "double: misspelt: the course's own test asks for `dubble`, which neither"
    )


ONE_TYPO = """\
import pytest


@pytest.mark.question("double")
def test_misspelt(student):
    student.dubble(3)
"""
WITH_A_FIXTURE = """\
import pytest


@pytest.fixture
def numbers(studnet):
    return [1, 2]


@pytest.mark.question("double")
@pytest.mark.parametrize("n", [1, 2])
def test_a_fixture(student, tmp_path, numbers, n):
    student.double(n)
"""


def test_a_misspelt_fixture_stops_the_suite_and_is_named(tmp_path, make_course, autograder):
    changes = {"grading_tests/doubling/test_double.py": WITH_A_FIXTURE, "in/double.py": "x = 1\n"}
    course = make_course(tmp_path, changes)
    done = autograder("grade", "in", "--assignment", "doubling", "--out", "out", cwd=course)
    assert done.status == 2
    assert done.err == (
        "autograder: test_double.py:9: test_a_fixture[1] asks for what is not there: there is no "
        "fixture 'studnet'; there are: device, numbers, student, subtests; did you mean student?\n"
    )
