"""Where the course, the class and the results lie: what is found, and what is refused in one line."""

import pytest
from small_class import RIGHT, SLUG, one_line, read_all

pytestmark = pytest.mark.slow


# ------------------------------------------------------------------------- where and who


def test_a_course_may_be_named_from_anywhere(tmp_path, autograder, make_course, write_files):
    course = make_course(tmp_path / "course")
    write_files(tmp_path / "elsewhere", {"x.py": RIGHT})
    one = ("grade", "x.py", *SLUG, "--out", "out", "--student", "Ada L.", "--fail-under", "100")
    done = autograder(*one, cwd=tmp_path / "elsewhere", AUTOGRADER_COURSE=str(course))
    assert done.status == 0
    assert read_all(tmp_path / "elsewhere/out")["Ada L."].score == 4.0


def test_a_course_is_found_upward_from_the_working_folder(
    tmp_path, autograder, make_course, write_files
):
    course = make_course(tmp_path / "course")
    write_files(course, {"deep/down/ada.py": RIGHT})
    done = autograder("grade", "ada.py", *SLUG, "--out", "out", cwd=course / "deep/down")
    assert done.status == 0
    assert read_all(course / "deep/down/out")["ada"].score == 4.0


# ------------------------------------------------------------------------- the instructor's mistakes


@pytest.fixture(scope="module")
def place(tmp_path_factory, make_course, write_files):
    folder = tmp_path_factory.mktemp("mistakes")
    make_course(folder / "course")
    write_files(folder, {"class/ada.py": RIGHT, "class/bob.py": RIGHT, "file": "x", "empty/": ""})
    write_files(folder, {"taken/doubling": "no folder"})
    return folder


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(
            ("class", "--assignment", "halving", "--out", "out"),
            ["no assignment 'halving'", "there are: doubling"],
            id="unknown assignment",
        ),
        pytest.param(
            ("nowhere", *SLUG, "--out", "out"),
            ["nowhere does not exist", "expected a module, notebook, zip or folder"],
            id="nothing there",
        ),
        pytest.param(
            ("empty", *SLUG, "--out", "out"),
            ["empty holds no hand-in for doubling", "<student>/doubling.py"],
            id="nothing inside",
        ),
        pytest.param(
            ("class", *SLUG, "--out", "file"),
            ["--out file is a file", "folder"],
            id="out is a file",
        ),
        pytest.param(
            ("class", *SLUG, "--out", "file/out"),
            ["--out file/out cannot be made: Not a directory"],
            id="out below a file",
        ),
        pytest.param(
            ("class", *SLUG, "--out", "/proc/out"), ["--out /proc/out cannot be"], id="read-only"
        ),
        pytest.param(
            ("class", *SLUG, "--out", "course/grading_tests/out"),
            ["lies in the course's own grading_tests/", "choose another folder"],
            id="out in the course",
        ),
        pytest.param(
            ("class", *SLUG, "--out", "out", "--student", "ada"),
            ["--student ada names one hand-in, but 2 were found", "leave --student out"],
            id="one name for two",
        ),
        pytest.param(
            ("class/ada.py", *SLUG, "--out", "out", "--student", "a/b"),
            ["--student 'a/b' holds a slash", "such as ada"],
            id="a name with a slash",
        ),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(place, autograder, arguments, words):
    done = autograder("--course", "course", "grade", *arguments, cwd=place)
    assert done.status == 2
    line = one_line(done)
    assert [word for word in words if word not in line] == []
    assert not list(place.rglob("*.json"))


def test_a_result_that_cannot_be_written_is_one_line_and_status_2(place, autograder):
    done = autograder("--course", "course", "grade", "class", *SLUG, "--out", "taken", cwd=place)
    assert "Traceback" not in done.err
    assert "taken/doubling" in one_line(done)
    assert done.status == 2


def test_no_course_is_one_line_and_status_2(tmp_path, autograder):
    done = autograder("grade", "x.py", *SLUG, "--out", "out", cwd=tmp_path)
    assert done.status == 2
    line = one_line(done)
    assert "no course here" in line
    assert "--course DIR" in line
    assert "AUTOGRADER_COURSE" in line
    assert "autograder new --course DIR" in line


def test_a_course_is_no_class(place, autograder):
    done = autograder("--course", "course", "grade", "course", *SLUG, "--out", "new", cwd=place)
    assert done.status == 2
    assert "course is the course itself: expected the hand-ins" in one_line(done)
    assert not (place / "new").exists()
