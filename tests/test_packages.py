"""An assignment names the packages that its grading needs: all are named, and a missing one is said at once."""

import tomllib

import msgspec
import pytest
from conftest import MISCONCEPTIONS, ROOT, SUITE, TOML
from packaging.requirements import Requirement

from autograder.course.assignment import load
from autograder.course.find import slugs
from autograder.course.imports import canonical
from autograder.course.packages import WITH_THE_ENGINE, require_packages, undeclared_packages
from autograder.errors import AssignmentError
from autograder.release.handout import imported_packages

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NEEDY = f'packages = ["numpy", "nobody-knows", "Nor_this"]\n{TOML}'
SENTENCE = (
    "doubling needs nobody-knows, Nor_this, which the Python that grades does not have: "
    "pip install nobody-knows Nor_this"
)
PLACE = "grading_tests/doubling"


@pytest.fixture
def undeclared(tmp_path, make_course):
    """What selftest says of a course with these changes."""

    def undeclared(changes, toml=TOML):
        course = make_course(tmp_path, {**changes, f"{PLACE}/assignment.toml": toml})
        return undeclared_packages(course, load(course / PLACE))

    return undeclared


# ------------------------------------------------------------------------------------ what is missing


def test_what_is_missing_is_said_with_the_command_that_installs_it(tmp_path, make_course):
    course = make_course(tmp_path, {f"{PLACE}/assignment.toml": NEEDY})
    with pytest.raises(AssignmentError) as caught:
        require_packages(load(course / PLACE))
    assert str(caught.value) == SENTENCE


@pytest.mark.parametrize("command", ["grade", "selftest"])
def test_a_command_that_grades_says_it_in_one_line_and_ends(
    tmp_path, autograder, make_course, command
):
    files = {
        f"{PLACE}/assignment.toml": f'{NEEDY}[limits]\npreload = ["nobody_knows"]\n',
        f"{PLACE}/misconceptions.py": f"import nobody_knows\n{MISCONCEPTIONS}",
        f"{PLACE}/test_double.py": f"import nobody_knows\n{SUITE}",
        "solutions/doubling/doubling.py": "def double(x): ...\n",
        "assignments/doubling/doubling.py": "def double(x): ...\n",
        "submitted/ada.py": "def double(x): ...\n",
    }
    course = make_course(tmp_path, files)
    options = ["submitted", "--assignment", "doubling", "--out", "results"]
    done = autograder(command, *(options if command == "grade" else []), cwd=course)
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [f"autograder: {SENTENCE}"]


def test_doctor_tells_which_assignments_cannot_be_graded(tmp_path, autograder, make_course):
    files = {
        f"{PLACE}/assignment.toml": NEEDY,
        "grading_tests/broken/assignment.toml": "title = 1\n",
        "grading_tests/sound/assignment.toml": TOML,
    }
    done = autograder("doctor", cwd=make_course(tmp_path, files), COLUMNS="300")
    said = {line.split("│")[1].strip(): line for line in done.out.splitlines() if "│" in line}
    assert f"cannot be graded {SENTENCE}" in said["doubling"]
    assert "cannot be graded" in said["broken"]
    assert "sound" not in said


# ------------------------------------------------------------------------------------- what is unnamed


def test_a_sound_suite_has_nothing_unnamed(undeclared):
    assert undeclared({}) == []


def test_what_suite_solution_and_preload_need_is_to_be_named(undeclared):
    files = {
        f"{PLACE}/helpers.py": "from PIL import Image\n",
        f"{PLACE}/test_double.py": f"import helpers\n{SUITE}",
        "solutions/doubling/doubling.py": "import matplotlib.pyplot as plt\n",
    }
    toml = (
        f'{TOML}[limits]\npreload = ["torch.optim", "autograder.networks.vision", "scipy.linalg"]\n'
    )
    add = "which assignment.toml does not name: add it to its `packages`"
    assert undeclared(files, toml) == [
        f"solutions/doubling/doubling.py imports matplotlib, {add}",
        f"{PLACE}/helpers.py imports pillow, {add}",
        f"limits.preload names scipy, {add}",
    ]
    named = f'packages = ["matplotlib", "Pillow", "scipy"]\n{toml}'
    assert undeclared(files, named) == []


def test_the_reference_is_followed_as_far_as_the_suite_imports_it(undeclared):
    files = {
        "reference/doubling.py": "from reference.parts import sums\n\ndef double(x): ...\n",
        "reference/parts/__init__.py": "",
        "reference/parts/sums.py": "import scipy\n",
        "reference/unused.py": "import pandas\n",
    }
    (sentence,) = undeclared(files)
    assert sentence.startswith("reference/parts/sums.py imports scipy, ")


def test_a_file_that_is_no_python_is_named(undeclared):
    with pytest.raises(AssignmentError, match=r"helpers\.py is no Python: "):
        undeclared({f"{PLACE}/helpers.py": "import\n"})


# ------------------------------------------------------------------------------- this course and engine


@pytest.mark.parametrize("slug", slugs(ROOT))
def test_every_assignment_of_this_course_names_what_it_needs(slug):
    assert undeclared_packages(ROOT, load(ROOT / "grading_tests" / slug)) == []


def test_an_assignment_that_names_nothing_would_be_told():
    assignment = load(ROOT / "grading_tests/a6_cifar10")
    nameless = msgspec.structs.replace(assignment, packages=())
    told = " ".join(undeclared_packages(ROOT, nameless))
    assert [name for name in assignment.packages if f" {name}, which" not in told] == []


def test_what_comes_with_the_engine_is_what_its_wheel_requires():
    assert {Requirement(line).name for line in PROJECT["dependencies"]} == WITH_THE_ENGINE


def with_extra(extra):
    """The names of what an extra brings beside the engine's own, other extras of ours unfolded."""
    names = set()
    for line in PROJECT["optional-dependencies"][extra]:
        need = Requirement(line)
        names |= set().union(*map(with_extra, need.extras)) if need.extras else {need.name}
    return names


@pytest.mark.parametrize("slug", slugs(ROOT))
def test_the_extra_for_grading_brings_what_suite_and_hand_ins_of_an_assignment_need(slug):
    assignment = load(ROOT / "grading_tests" / slug)
    released = ROOT / "assignments" / slug
    files = {path.name: path.read_bytes() for path in released.iterdir() if path.is_file()}
    needed = imported_packages(files) | set(map(canonical, assignment.packages))
    assert needed - WITH_THE_ENGINE <= with_extra("grading")
