"""A course that is wrong is told in one line, and costs no student anything."""

import pytest
from conftest import SUITE, TOML
from small_class import RIGHT, SLUG, one_line, read_all

pytestmark = pytest.mark.slow

SUITE_FILE = "grading_tests/doubling/test_double.py"
TOML_FILE = "grading_tests/doubling/assignment.toml"
CATALOGUE_FILE = "grading_tests/doubling/misconceptions.py"
HALF = '\n[[questions]]\nid = "half"\ntitle = "Half"\npoints = 1\nnames = ["half"]\n'


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param(
            {SUITE_FILE: SUITE + "\n\ndef test_more(student):\n    student.double(1)\n"},
            ["test_double.py:", "test_more", "needs exactly one @pytest.mark.question(ID)"],
            id="a test without a mark",
        ),
        pytest.param(
            {SUITE_FILE: SUITE.replace('question("double")', 'question("triple")')},
            ["test_double.py:", "no question 'triple'", "it has double"],
            id="an unknown question",
        ),
        pytest.param(
            {TOML_FILE: TOML + HALF},
            ["doubling: no test asks for half", "mark one or delete it"],
            id="a question without a test",
        ),
        pytest.param(
            {SUITE_FILE: SUITE + "\ndef test_more(:\n"},
            ["test_double.py", "line 20", "SyntaxError"],
            id="a syntax error in a test",
        ),
        pytest.param(
            {SUITE_FILE: "import no_such_module\n" + SUITE},
            ["test_double.py", "ModuleNotFoundError", "no_such_module"],
            id="an import that fails",
        ),
        pytest.param(
            {TOML_FILE: TOML + "points = \n"},
            ["doubling/assignment.toml", "line 9"],
            id="a broken assignment.toml",
        ),
        pytest.param(
            {CATALOGUE_FILE: "correct = {}\n\ndef the_square(:\n"},
            ["misconceptions.py", "line 3", "SyntaxError"],
            id="broken misconceptions",
        ),
    ],
)
def test_a_broken_course_is_one_line_and_nothing_is_graded(
    tmp_path, autograder, make_course, write_files, changes, words
):
    course = make_course(tmp_path / "course", changes)
    write_files(tmp_path, {"ada.py": RIGHT})
    done = autograder(
        "--course", course, "grade", "ada.py", *SLUG, "--out", tmp_path / "out", cwd=tmp_path
    )
    assert done.status == 2
    line = one_line(done)
    assert [word for word in words if word not in line] == []
    assert not list(tmp_path.rglob("*.json"))


FRAGILE = """

@double
def test_that_breaks_on_text(student):
    assert student.double(2) + 0 == 4
"""


def test_a_test_that_breaks_on_one_answer_has_failed_and_the_course_is_told(
    tmp_path, autograder, make_course, write_files
):
    course = make_course(tmp_path / "course", {SUITE_FILE: SUITE + FRAGILE})
    text = "def double(x):\n    return 'twice the secret input'\n"
    write_files(tmp_path / "class", {"ada.py": RIGHT, "bob.py": text, "cem.py": RIGHT})
    grade = ("--course", course, "grade", "class", *SLUG, "--out", "out")
    done = autograder(*grade, "--fail-under", "10", cwd=tmp_path)
    assert done.status == 3
    line, below = done.err.splitlines()
    assert below == "--fail-under: bob (0 of 4) is below 10 %: exit status 3"
    found = read_all(tmp_path / "out")
    assert (found["ada"].score, found["cem"].score) == (4.0, 4.0)
    assert (found["bob"].status, found["bob"].score) == ("graded", 0.0)
    message = found["bob"].questions[0].tests[-1].message
    assert message == (
        "this test cannot compute with what came back (TypeError); the last answer, from `double`, "
        "is a string"
    )
    assert not found["ada"].for_the_course
    told = (
        "double: that_breaks_on_text: the course's own test broke (TypeError at test_double.py:23)"
    )
    assert found["bob"].for_the_course == (f"{told} on some answers; let a check refuse them",)
    assert line.startswith(f"for the course: doubling: {told}")
    assert line.endswith("(1 of 3 results)")


def test_a_test_that_breaks_on_every_answer_leaves_no_one_judged(
    tmp_path, autograder, make_course, write_files
):
    broken = SUITE.replace("assert_equal(student", "student.nothing.get(student")
    course = make_course(tmp_path / "course", {SUITE_FILE: broken})
    write_files(tmp_path, {"ada.py": RIGHT})
    grade = ("--course", course, "grade", "ada.py", *SLUG, "--out", "out")
    done = autograder(*grade, cwd=tmp_path)
    assert done.status == 1
    ada = read_all(tmp_path / "out")["ada"]
    assert (ada.status, ada.score) == ("not_judged", None)
    assert done.err.startswith("not judged: ada: double: every_test: all its tests are left out")


def test_a_test_that_returns_its_verdict_is_refused(tmp_path, autograder, make_course, write_files):
    silent = SUITE + "\n\n@double\ndef test_more(student):\n    return student.double(1) == 2\n"
    course = make_course(tmp_path / "course", {SUITE_FILE: silent})
    write_files(tmp_path, {"ada.py": RIGHT})
    grade = ("--course", course, "grade", "ada.py", *SLUG, "--out", "out")
    done = autograder(*grade, cwd=tmp_path)
    assert done.status == 2
    line = one_line(done)
    assert "test_double.py:" in line
    assert "test_more returns a value in line 23, which nobody looks at; check it instead" in line
