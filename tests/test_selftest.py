"""`autograder selftest`: it finds each way in which a suite can be wrong, and is silent on a good one."""

import pytest
from conftest import MISCONCEPTIONS, REFERENCE, SUITE, TOML

from autograder.release.release import release_folder

pytestmark = pytest.mark.slow

HALF = '\n[[questions]]\nid = "half"\ntitle = "Half"\npoints = 1\nnames = ["half"]\n'
HALF_REFERENCE = '''

def half(x):
    """Half of x."""
    return x / 2
'''
WEAK_SUITE = (
    SUITE
    + """

half = pytest.mark.question("half")


@double
def test_that_pays_for_anything(student):
    student.double(5)


@half
def test_that_breaks_on_odd_answers(student):
    assert_equal(student.half(4) + 0.0, 2.0)


@half
def test_eight_is_halved(student):
    assert_equal(student.half(8), ref.half(8))
"""
)
WEAK_MISCONCEPTIONS = (
    MISCONCEPTIONS
    + '''

@instead_of("double")
def times_itself(x):
    """The same mistake once more, under another name."""
    return x**2


@instead_of("double")
def wrong_below_zero(x):
    """Negative numbers are doubled, too."""
    return 2 * abs(x)


CALLS = []


@instead_of("double")
def never_the_same_twice(x):
    """Your answer changes from call to call."""
    CALLS.append(x)
    return 2 * x + len(CALLS)


@instead_of("half")
def a_third(x):
    """You divide by three."""
    return x / 3
'''
)
SOLUTION = '''\
"""Doubling."""


def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION
'''
HALF_SOLUTION = '''

def half(x):
    """Half of x."""
    ### BEGIN SOLUTION
    return 0.5 * x
    ### END SOLUTION
'''
LESSON = """\
# %% [markdown]
# # Doubling

# %% question="double"
assert double(3) == 6
"""
HALF_TEST = """

@pytest.mark.question("half")
def test_eight_is_halved(student):
    assert_equal(student.half(8), ref.half(8))
"""
HALF_LESSON = """
# %% question="half"
assert half(4) == 2
"""
GOOD = {
    "solutions/doubling/doubling.py": SOLUTION,
    "solutions/doubling/lesson.py": LESSON,
    "solutions/doubling/test_public.py": '"""None yet."""\n',
}
WEAK = {
    **GOOD,
    "grading_tests/doubling/assignment.toml": TOML + HALF,
    "grading_tests/doubling/misconceptions.py": WEAK_MISCONCEPTIONS,
    "grading_tests/doubling/test_double.py": WEAK_SUITE,
    "reference/doubling.py": REFERENCE + HALF_REFERENCE,
    "solutions/doubling/doubling.py": SOLUTION + HALF_SOLUTION,
    "solutions/doubling/lesson.py": LESSON + HALF_LESSON,
}


@pytest.fixture(scope="module")
def weak(tmp_path_factory, autograder, make_course):
    course = make_course(tmp_path_factory.mktemp("weak"), WEAK)
    release_folder(course, "doubling", course / "assignments")
    return autograder("selftest", cwd=course)


@pytest.fixture
def good(tmp_path, make_course):
    course = make_course(tmp_path, GOOD)
    release_folder(course, "doubling", course / "assignments")
    return course


def fault(done, subject):
    """What is said against a subject; the empty string where nothing is."""
    start = f"doubling: {subject}: "
    lines = [line for line in done.err.splitlines() if line.startswith(start)]
    assert len(lines) <= 1
    return lines[0].removeprefix(start) if lines else ""


def test_a_good_suite_passes(good, autograder):
    done = autograder("selftest", "doubling", cwd=good)
    assert done.status == 0
    assert done.err == ""
    verdict = "doubling: 40 of 40 as they must be; assignments/doubling is up to date"
    assert verdict in done.out.splitlines()


def test_a_weak_suite_is_status_1_and_its_faults_are_counted(weak):
    assert weak.status == 1
    wrong = len(weak.err.splitlines())
    assert f"doubling: {44 - wrong} of 44 as they must be" in weak.out


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("wrong_below_zero", "it loses no points"),
        ("never_the_same_twice", "it is not named"),
        ("the_square", "others are named with it: times_itself"),
        ("times_itself", "others are named with it: the_square"),
        ("odd answers: minus one", "it earns points in double"),
        ("odd answers: none", "half: that_breaks_on_odd_answers: the course's own test broke"),
        ("odd answers: text", "half: that_breaks_on_odd_answers: the course's own test broke"),
    ],
)
def test_each_fault_is_named(weak, subject, words):
    assert words in fault(weak, subject)


def test_a_table_says_what_each_kind_of_odd_answer_earned_of_each_question(weak):
    _, _, table = weak.out.partition("doubling: what odd answers earn")
    rows = {
        row.split("│")[1].strip(): row.split("│")[2:-1] for row in table.splitlines() if "│" in row
    }
    assert [cell.strip() for cell in rows["minus one"]] == ["33%", "0%"]
    assert [cell.strip() for cell in rows["none"]] == ["33%", "broke"]


@pytest.mark.parametrize("subject", ["the solution", "the untouched stub", "a_third"])
def test_what_is_right_is_not_blamed(weak, subject):
    assert fault(weak, subject) == ""
    assert subject in weak.out


# ---------------------------------------------------------------------- the course around the suite


def test_a_solution_that_loses_points_is_a_fault(good, autograder, write_files):
    wrong = SOLUTION.replace("x + x", "x * x")
    write_files(good, {"solutions/doubling/doubling.py": wrong})
    done = autograder("selftest", cwd=good)
    assert done.status == 1
    assert "small_numbers_are_doubled" in fault(done, "the solution")
    assert "solution" not in fault(done, "the untouched stub")


def test_a_released_stub_that_was_edited_is_a_fault(good, autograder, write_files):
    write_files(good, {"assignments/doubling/doubling.py": "def double(x):\n    return 2 * x\n"})
    done = autograder("selftest", cwd=good, COLUMNS="200")
    assert done.status == 1
    assert "its tests must all be `todo`, some are passed" in fault(done, "the untouched stub")
    assert "assignments/doubling: doubling.py is changed" in done.err.splitlines()
    assert "is not up to date: run `autograder release`" in done.out


def test_a_missing_stub_is_one_line_and_status_2(good, autograder):
    (good / "assignments/doubling/doubling.py").unlink()
    done = autograder("selftest", cwd=good)
    assert done.status == 2
    (line,) = done.err.splitlines()
    assert "assignments/doubling/doubling.py is missing" in line
    assert "nothing is released yet; run `autograder release doubling` first" in line


def test_a_handout_older_than_the_solution_is_told_before_its_stub_fails(
    good, autograder, write_files
):
    changes = {name: text for name, text in WEAK.items() if name.startswith("solutions")}
    changes["grading_tests/doubling/assignment.toml"] = TOML + HALF
    changes["grading_tests/doubling/test_double.py"] = f"{SUITE}{HALF_TEST}"
    write_files(good, {**changes, "reference/doubling.py": REFERENCE + HALF_REFERENCE})
    done = autograder("selftest", cwd=good)
    assert done.status == 1
    lines = done.err.splitlines()
    assert lines[0] == (
        "assignments/doubling: is not what `autograder release doubling` writes now: run it first, "
        "the stub may be old"
    )
    assert [line for line in lines if "untouched stub" in line]


def test_a_reference_without_a_name_is_told_by_file_and_name(good, autograder, write_files):
    toml = TOML.replace('["double"]', '["double", "halve"]')
    write_files(good, {"grading_tests/doubling/assignment.toml": toml})
    lines = autograder("selftest", cwd=good).err.splitlines()
    said = (
        "doubling: reference/doubling.py has no `halve`, which question 'double' asks for: define "
        "it there, or correct `names` in assignment.toml"
    )
    assert said in lines


def test_a_test_that_asks_the_reference_for_nothing_names_it(good, autograder, write_files):
    suite = SUITE.replace("ref.double(3)", "ref.dubble(3)")
    write_files(good, {"grading_tests/doubling/test_double.py": suite})
    said = (
        "double: small_numbers_are_doubled: the course's own test broke (ReferenceFault at "
        "test_double.py:13: the reference has no dubble) on the reference, too; it does not count"
    )
    assert fault(autograder("selftest", cwd=good), "the solution") == said


def test_an_unknown_assignment_is_one_line_and_status_2(good, autograder):
    done = autograder("selftest", "halving", cwd=good)
    assert done.status == 2
    (line,) = done.err.splitlines()
    assert "no assignment 'halving'; there are: doubling" in line
