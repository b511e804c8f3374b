"""Each way in which hand-ins arrive, graded: everyone's own work gets its own points, from a tree and from a zip."""

import pytest

from autograder import results
from autograder.course.find import find_assignment
from autograder.grading.batch import Grading, Options, grade_all
from autograder.grading.kept_hosts import Setting
from autograder.grading.local_grader import local_grader
from autograder.submission.delivery import Choice
from autograder.submission.discover import call_the_roll
from layouts.classes import CLASSES
from layouts.downloads import DOWNLOADS
from layouts.made import GOOD, LESSON, OLD, lay, zipped
from layouts.test_zips import raw_zip

COURSE = {
    "grading_tests/a1_pooling/assignment.toml": (
        'title = "Pooling"\nmodule = "pooling.py"\n\n[[questions]]\nid = "max_pool"\n'
        'title = "Max pooling"\npoints = 4\nnames = ["max_pool2d"]\n'
    ),
    "grading_tests/a1_pooling/misconceptions.py": "from reference import pooling as correct\n",
    "grading_tests/a1_pooling/test_pooling.py": (
        "import pytest\n\nfrom autograder.suite import assert_equal, local\n"
        "from reference import pooling\n\nref = local(pooling)\n\n\n"
        '@pytest.mark.question("max_pool")\ndef test_it_is_returned(student):\n'
        "    assert_equal(student.max_pool2d(3), ref.max_pool2d(3))\n"
    ),
    "assignments/a1_pooling/": "",
    "reference/pooling.py": 'def max_pool2d(x):\n    """x."""\n    return x\n',
}
RIGHT = {GOOD, LESSON}  # all else is wrong, untouched, or cannot be read


@pytest.fixture(scope="module")
def grading(make_course, tmp_path_factory):
    """A function from a place, and what the instructor says of it, to everyone's score."""
    course = make_course(tmp_path_factory.mktemp("course"), COURSE)
    assignment = find_assignment(course, "a1_pooling")

    with local_grader(Setting(str(course)), workers=1) as grader:
        (suite,) = grader.suites([assignment])

        def scores(place, out, **choice):
            roll = call_the_roll(place, assignment, Choice(**choice))
            grading = Grading(grader, assignment, suite.digest, out, Options("none"))
            graded = {
                done.result.student: done.result for done in grade_all(grading, roll.submissions)
            }
            stored = {result.student: result for result in map(results.read, out.glob("*/*.json"))}
            assert stored == graded
            return {student: result.score for student, result in graded.items()}

        yield scores


FORMS = [
    pytest.param(made, form, id=f"{made.id}, {form}")
    for made in [*CLASSES, *DOWNLOADS]
    for form in ("tree", *(("zip",) if made.zipped else ()))
]


@pytest.mark.parametrize(("made", "form"), FORMS)
def test_everyone_gets_the_points_of_their_own_work(grading, tmp_path, made, form):
    place = tmp_path / "submitted"
    if form == "tree":
        lay(place, made.files)
    else:
        place = tmp_path / "submitted.zip"
        place.write_bytes(zipped(made.files))
    expected = {student: 4.0 * (work in RIGHT) for student, work in made.roll.items()}
    assert grading(place, tmp_path / "out", layout=made.layout) == expected


@pytest.mark.parametrize("attempt", ["last", "first", "best"])
def test_the_attempt_that_is_asked_for_gives_the_points(grading, tmp_path, attempt):
    made = next(made for made in DOWNLOADS if made.id == "autolab")
    files = {**made.files, "login@uni.example_20_pooling.py": OLD}
    place = lay(tmp_path / "submitted", files)
    scores = grading(place, tmp_path / "out", attempt=attempt)
    assert scores["login@uni.example"] == (4.0 if attempt == "best" else 0.0)


@pytest.mark.parametrize(
    ("members", "system"),
    [
        pytest.param({"Zoë/pooling.py".encode(): GOOD, "Åsa/pooling.py".encode(): OLD}, 3, id="macOS"),
        pytest.param({"Zoë\\pooling.py".encode("cp437"): GOOD, "Åsa\\w\\pooling.py".encode("cp437"): OLD}, 0, id="Windows"),
    ],
)  # fmt: skip
def test_zips_of_other_systems_lose_no_points(grading, tmp_path, members, system):
    (tmp_path / "all.zip").write_bytes(raw_zip(members, system))
    assert grading(tmp_path / "all.zip", tmp_path / "out") == {"Zoë": 4.0, "Åsa": 0.0}
