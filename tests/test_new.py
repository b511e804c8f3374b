"""`autograder new`: what it writes releases, passes its selftest and grades at once; nothing is overwritten."""

import json
import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT

from autograder.errors import UsageError
from autograder.scaffold.names import names
from autograder.scaffold.new import assignment_files

SLUG = "b1_flips"
FILES = {
    "grading_tests/b1_flips/assignment.toml",
    "grading_tests/b1_flips/misconceptions.py",
    "grading_tests/b1_flips/test_brighten.py",
    "grading_tests/b1_flips/test_mirror.py",
    "reference/flips.py",
    "solutions/b1_flips/flips.py",
    "solutions/b1_flips/lesson.py",
    "solutions/b1_flips/test_public.py",
}
COURSE = {".gitignore", "README.md", "reference/__init__.py"}


def files_of(folder):
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def outcome(done):
    """Status and the one line of an error, which says all."""
    (line,) = done.err.splitlines()
    return done.status, line


# ------------------------------------------------------------------------------- it works at once


@pytest.fixture(scope="module")
def begun(tmp_path_factory, autograder):
    """A new course with an assignment of two questions, released."""
    course = tmp_path_factory.mktemp("new") / "course"
    made = autograder(
        "new", SLUG, "--question", "mirror", "--question", "brighten", "--course", course
    )
    assert (made.status, made.err) == (0, "")
    written = files_of(course)
    assert not (course / "assignments").exists()
    released = autograder("release", SLUG, cwd=course)
    assert (released.status, released.err) == (0, "")
    return course, made, written


def test_every_file_is_written_and_named(begun):
    course, made, written = begun
    assert set(written) == FILES | COURSE
    assert all(f"wrote {course / name}" in made.out for name in written)
    assert f"release {SLUG}" in made.out


def test_the_author_finds_where_to_go_on_and_students_read_none_of_it(begun):
    course, _, written = begun
    marked = {name for name, text in written.items() if b"AUTHOR" in text}
    suite = {name for name in FILES if name.startswith("grading_tests")}
    assert marked == suite | {"reference/flips.py", "solutions/b1_flips/flips.py"}
    assert b"must begin with" in written["grading_tests/b1_flips/assignment.toml"]
    released = files_of(course / "assignments" / SLUG)
    assert [name for name, text in released.items() if b"AUTHOR" in text] == []


@pytest.mark.slow
def test_its_suite_is_right(begun, autograder):
    done = autograder("selftest", SLUG, cwd=begun[0], COLUMNS="120")
    assert (done.status, done.err) == (0, "")
    assert f"41 of 41 as they must be; assignments/{SLUG} is up to date" in done.out


@pytest.mark.slow
def test_the_solution_gets_all_points_and_the_stub_none(begun, autograder, tmp_path):
    course, _, _ = begun
    for student, folder in (("ada", "solutions"), ("bob", "assignments")):
        place = tmp_path / "in" / student / SLUG
        place.mkdir(parents=True)
        (place / "flips.py").write_bytes((course / folder / SLUG / "flips.py").read_bytes())
    out = tmp_path / "out"
    done = autograder("grade", tmp_path / "in", "--assignment", SLUG, "--out", out, cwd=course)
    assert done.status == 0
    results = [json.loads((out / SLUG / f"{name}.json").read_bytes()) for name in ("ada", "bob")]
    assert [result["score"] for result in results] == [2, 0]
    questions = [[question["id"] for question in result["questions"]] for result in results]
    assert questions == [["mirror", "brighten"]] * 2


@pytest.mark.slow
def test_hand_ins_are_graded_before_anything_is_released(autograder, tmp_path):
    course = tmp_path / "course"
    autograder("new", SLUG, "--course", course)
    out, solution = tmp_path / "out", course / "solutions" / SLUG / "flips.py"
    done = autograder("grade", solution, "--assignment", SLUG, "--out", out, cwd=course)
    assert done.status == 0
    assert "1 graded, mean 1.0 of 1" in done.out


def test_the_public_tests_of_one_question_run_by_its_id(begun):
    course, _, _ = begun
    folder = course / "assignments" / SLUG
    command = [sys.executable, "-m", "pytest", "-q", "-k", "test_mirror", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "still to do" in done.stdout or "NotImplementedError" in done.stdout
    assert "1 failed, 1 deselected" in done.stdout


def test_students_are_told_to_install_what_they_need_and_no_torch(begun):
    readme = (begun[0] / "assignments" / SLUG / "README.md").read_text("utf-8")
    assert "pip install jupyterlab numpy pytest\n" in readme
    assert "torch" not in readme


@pytest.mark.slow
def test_the_installed_wheel_is_enough(tmp_path, autograder):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "wheel"]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (tmp_path / "wheel").iterdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "engine")
    course, out = tmp_path / "course", tmp_path / "out"
    solution = course / "solutions" / SLUG / "flips.py"
    commands = (
        ("new", SLUG, "--course", course),
        ("--course", course, "release", SLUG),
        ("--course", course, "grade", solution, "--assignment", SLUG, "--out", out),
    )
    for command in commands:
        done = autograder(*command, cwd=tmp_path, PYTHONPATH=str(tmp_path / "engine"))
        assert (done.status, done.err) == (0, ""), command
    assert "1 graded, mean 1.0 of 1" in done.out


def test_the_command_speaks_of_no_subject(autograder):
    done = autograder("--help", COLUMNS="80")
    assert done.status == 0
    assert "Programming exercises" in done.out
    assert not {"torch", "CNN", "convolutional"} & set(done.out.replace(",", " ").split())


# --------------------------------------------------------------------------- selftest of a question


@pytest.mark.slow
def test_selftest_asks_one_question(begun, autograder):
    done = autograder("selftest", "--question", "mirror", cwd=begun[0], COLUMNS="120")
    assert (done.status, done.err) == (0, "")
    assert "40 of 40 as they must be" in done.out
    assert "mirror_returns_its_argument" in done.out
    assert "brighten" not in done.out


@pytest.mark.slow
def test_selftest_names_the_test_that_nonsense_passes(begun, autograder):
    course, _, _ = begun
    weak = 'import pytest\n\n\n@pytest.mark.question("brighten")\ndef test_that_pays_for_anything(student):\n'
    path = course / "grading_tests" / SLUG / "test_weak.py"
    path.write_text(f"{weak}    student.brighten([1.0])\n")
    done = autograder("selftest", "--question", "brighten", cwd=course)
    path.unlink()
    fault = f"{SLUG}: odd answers: none: it earns points in brighten: that_pays_for_anything passes"
    assert done.status == 1
    assert fault in done.err.splitlines()


def test_selftest_of_a_question_that_is_none_says_which_there_are(begun, autograder):
    status, line = outcome(autograder("selftest", "--question", "miror", cwd=begun[0]))
    assert status == 2
    assert "there is no question 'miror'; there are: mirror, brighten; did you mean mirror?" in line


# ------------------------------------------------------------------------------ nothing is overwritten


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("grading_tests/b1_flips/", "grading_tests/b1_flips"),
        ("solutions/b1_flips/notes.txt", "solutions/b1_flips"),
        ("assignments/b1_flips/README.md", "assignments/b1_flips"),
        ("reference/flips.py", "reference/flips.py"),
    ],
)
def test_what_exists_stays_as_it_is(tmp_path, autograder, write_files, path, named):
    files = {"grading_tests/": "", path: "" if path.endswith("/") else "mine"}
    course = write_files(tmp_path, files)
    before = files_of(course)
    status, line = outcome(autograder("new", SLUG, cwd=course))
    assert status == 2
    assert f"{course / named} exists already" in line
    assert files_of(course) == before


def test_no_course_begins_where_its_assignment_cannot_be_written(tmp_path, autograder, write_files):
    course = write_files(tmp_path, {"reference/flips.py": "mine"})
    status, line = outcome(autograder("new", SLUG, "--course", course))
    assert status == 2
    assert f"{course / 'reference/flips.py'} exists already" in line
    assert set(files_of(course)) == {"reference/flips.py"}
    assert not (course / "grading_tests").exists()


def test_an_assignment_is_added_to_a_course(tmp_path, autograder, write_files):
    kept = {"reference/__init__.py": "mine", "README.md": "mine", "grading_tests/notes.txt": "mine"}
    course = write_files(tmp_path, kept)
    made = autograder("new", "b2_turns", cwd=course / "grading_tests")
    assert (made.status, made.err) == (0, "")
    after = files_of(course)
    assert {name for name, text in after.items() if text == b"mine"} == set(kept)
    assert "grading_tests/b2_turns/test_first.py" in after
    assert ".gitignore" not in after


def test_a_course_begins_in_a_folder_with_files(tmp_path, autograder, write_files):
    course = write_files(tmp_path, {"README.md": "mine"})
    made = autograder("new", "--course", course)
    assert (made.status, made.err) == (0, "")
    assert (course / "grading_tests").is_dir()
    assert (course / "README.md").read_text() == "mine"
    again = outcome(autograder("new", "--course", course))
    assert again == (
        2,
        f"autograder: {course} is a course already: give a SLUG to add an assignment to it",
    )


# ------------------------------------------------------------------------------------ clear errors


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("B1-Flips", "did you mean b1_flips?"),
        ("../flips", "SLUG '../flips'"),
        ("", "SLUG ''"),
        ("1_flips", "SLUG '1_flips'"),
        ("flips_", "did you mean flips?"),
        ("a1_statistics", "its module would be statistics.py"),
        ("a1_numpy", "its module would be numpy.py"),
        ("a1_class", "its module would be class.py"),
        ("a1_lesson", "its module would be lesson.py"),
    ],
)
def test_a_bad_slug_is_refused_with_a_reason(slug, words):
    with pytest.raises(UsageError) as caught:
        names(slug, [])
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (["Max-Pool"], "did you mean max_pool?"),
        (["lambda"], "no function can have this name"),
        (["props"], "no function can have this name"),
        (["a", "b", "a"], "a is given twice"),
    ],
)
def test_a_bad_question_is_refused_with_a_reason(questions, words):
    with pytest.raises(UsageError) as caught:
        names(SLUG, questions)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("slug", "module"), [("a1_pooling", "pooling"), ("matrices", "matrices"), ("a1_3d", "a1_3d")]
)
def test_the_module_is_the_slug_without_its_number(slug, module):
    assert f"solutions/{slug}/{module}.py" in assignment_files(names(slug, []))


def test_a_missing_course_is_one_line_that_says_how_to_start_one(tmp_path, autograder):
    status, line = outcome(autograder("new", SLUG, cwd=tmp_path))
    assert status == 2
    assert "no course here" in line
    assert "`autograder new --course DIR` starts one" in line
    assert files_of(tmp_path) == {}


@pytest.mark.parametrize("arguments", [(), ("--question", "mirror")])
def test_without_a_slug_there_is_nothing_to_write(tmp_path, autograder, arguments):
    status, line = outcome(autograder("new", *arguments, cwd=tmp_path))
    assert status == 2
    assert "give the new assignment a SLUG" in line


def test_a_course_cannot_begin_where_a_file_is(tmp_path, autograder):
    (tmp_path / "file").touch()
    status, line = outcome(autograder("new", "--course", tmp_path / "file"))
    assert status == 2
    assert "file" in line
