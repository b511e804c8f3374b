"""`autograder grade` as a user runs it: exit statuses, formats, resuming, and whose fault it is."""

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import SUITE, TOML, environment

from autograder import results
from autograder.course.assignment import Limits
from autograder.course.find import find_assignment
from autograder.grading.host import Warm
from autograder.grading.preload import preload
from autograder.protocol.jobs import Job, Subject
from autograder.submission.record import Submission

pytestmark = pytest.mark.slow

RIGHT = "def double(x):\n    return x + x\n"
SQUARE = "def double(x):\n    return x * x\n"
STUB = "def double(x):\n    raise NotImplementedError\n"
CLASS = {"ada.py": RIGHT, "bob/doubling.py": SQUARE, "cem.py": STUB}
SCORES = {"ada": 4.0, "bob": 0.0, "cem": 0.0}
SLUG = ("--assignment", "doubling")
STOPPED = "autograder: stopped; what is done is kept, and the same command goes on from there"


def one_line(done):
    """What the command said on stderr, which must be one line, with nothing on stdout."""
    assert done.out == ""
    (line,) = done.err.splitlines()
    assert line.startswith("autograder: ")
    return line.removeprefix("autograder: ")


def read_all(out):
    """Every result by student; each file must be a whole result and nothing else may lie there."""
    files = sorted(path for path in out.rglob("*") if path.is_file())
    assert all(path.suffix == ".json" for path in files)
    found = [results.read(path) for path in files]
    return {result.student: result for result in found}


def facts(result):
    """A result without what may differ from run to run."""
    kept = json.loads(Path(result).read_bytes())
    del kept["seconds"], kept["graded_at"]
    for question in kept["questions"]:
        for test in question["tests"]:
            del test["seconds"]
    return kept


# ------------------------------------------------------------------- one class, graded four times


class Story:
    """The same class graded, graded again, graded by force, graded below what CI asks for."""

    def __init__(self, folder, autograder):
        self.out = folder / "results"
        grade = ("--course", "course", "grade", "class", *SLUG, "--out", "results")
        self.first = autograder(*grade, "--workers", "1", cwd=folder)
        shutil.copytree(self.out, folder / "first")
        self.stamps = self.look()
        self.again = autograder(*grade, "--format", "json", "--fail-under", "50", cwd=folder)
        self.stamps_again = self.look()
        force = ("--force", "--workers", "2", "--isolation", "none", "--format", "github")
        self.forced = autograder(*grade, *force, cwd=folder)
        self.kept = folder / "first/doubling"
        self.go_on = lambda *options: autograder(*grade, *options, cwd=folder)

    def look(self):
        folder = self.out / "doubling"
        return {
            path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()
        }


@pytest.fixture(scope="module")
def story(tmp_path_factory, autograder, make_course, write_files):
    folder = tmp_path_factory.mktemp("story")
    make_course(folder / "course")
    write_files(folder / "class", CLASS)
    return Story(folder, autograder)


def test_a_class_is_graded_into_one_file_each(story):
    assert story.first.status == 0
    found = read_all(story.out)
    assert {name: result.score for name, result in found.items()} == SCORES
    assert {result.status for result in found.values()} == {"graded"}
    assert {result.points for result in found.values()} == {4.0}
    assert sorted(path.name for path in (story.out / "doubling").iterdir()) == [
        "ada.json",
        "bob.json",
        "cem.json",
    ]


def test_a_pipe_gets_a_line_for_each_hand_in_and_no_control_characters(story):
    assert story.first.err == ""
    for place in ("[1/3]", "[2/3]", "[3/3]"):
        assert story.first.out.count(place) == 1
    for words in (
        "ada  4 / 4",
        "bob  0 / 4",
        "the square: You square",
        "Add it to itself",
        "still to do",
    ):
        assert words in story.first.out
    assert "3 graded, mean 1.3 of 4; results are in results/doubling" in story.first.out
    assert all(c.isprintable() or c == "\n" for c in story.first.out)


def test_a_second_run_keeps_what_is_graded(story):
    assert story.stamps_again == story.stamps


def test_json_is_the_result_files_a_line_each(story):
    lines = [json.loads(line) for line in story.again.out.splitlines()]
    files = [json.loads(content) for _, content in story.stamps.values()]
    in_order = {"key": lambda result: result["student"]}
    assert sorted(lines, **in_order) == sorted(files, **in_order)
    assert len(story.again.err.splitlines()) == 1  # what --fail-under says


def test_a_score_below_the_bar_is_status_3(story):
    assert story.again.status == 3


def test_who_is_below_the_bar_is_told_with_the_status(story):
    below = [name for name, score in SCORES.items() if score < 2]
    said = "".join(story.again.err.splitlines())
    assert said.startswith("--fail-under: ")
    assert said.endswith(" below 50 %: exit status 3")
    assert [name for name in SCORES if f"{name} (" in said] == below


def test_force_grades_again(story):
    assert story.forced.status == 0
    fresh = story.look()
    assert fresh.keys() == story.stamps.keys()
    assert all(fresh[name][0] > story.stamps[name][0] for name in fresh)


@pytest.mark.parametrize("student", SCORES)
def test_one_worker_and_two_give_the_same_result(story, student):
    name = f"{student}.json"
    assert facts(story.kept / name) == facts(story.out / "doubling" / name)


def test_github_gets_annotations_and_nothing_else(story):
    lines = story.forced.out.splitlines()
    assert all(line.startswith(("::notice title=", "::warning title=")) for line in lines)
    assert "::notice title=ada%3A doubling::4 / 4" in lines
    square = "::the square: You square the number. Add it to itself."
    assert f"::warning title=bob%3A Twice the number 0 / 4{square}" in lines
    assert (
        sum(line.startswith("::warning title=cem%3A Twice the number 0 / 4::") for line in lines)
        == 1
    )


def test_a_run_with_nothing_to_do_is_one_line(story):
    done = story.go_on()
    wanted = "3 kept, 0 graded, mean 1.3 of 4; results are in results/doubling\n"
    assert (done.status, done.out, done.err) == (0, wanted, "")


def test_what_was_kept_is_marked_where_all_is_asked_for(story):
    shown = story.go_on("--verbose").out
    assert len(re.findall(r"isolation \w+, kept\n", shown)) == 3
    assert shown.count("the square: You square") == 1


def test_what_was_kept_is_counted_and_the_rest_is_shown(story):
    (story.out / "doubling/bob.json").unlink()
    first, *_, last = story.go_on().out.splitlines()
    assert first.startswith("[3/3] bob  0 / 4")
    assert last == "2 kept, 1 graded, mean 1.3 of 4; results are in results/doubling"


def test_no_half_written_file_is_left(story):
    assert [path for path in story.out.rglob("*") if path.name.startswith(".")] == []
    assert {path.stat().st_mode & 0o777 for path in (story.out / "doubling").iterdir()} == {0o644}


# ------------------------------------------------------------------------------------- a class


@pytest.fixture(scope="module")
def four(tmp_path_factory, autograder, make_course, write_files):
    """More than a few hand-ins, and the command that grades them."""
    folder = tmp_path_factory.mktemp("four")
    make_course(folder / "course")
    many = {"dee.py": "def double(x):\n    return 6\n", "eve.py": "def double(x)\n"}
    write_files(folder / "class", {**CLASS, **many})
    grade = ("--course", "course", "grade", "class", *SLUG, "--workers", "1", "--out")
    return lambda *options: autograder(*grade, *options, cwd=folder)


def test_a_class_gets_a_line_each(four):
    done = four("lines")
    assert (done.status, done.err) == (0, "")
    *lines, last, untouched, not_imported = done.out.splitlines()
    assert untouched == "needs a look: cem: untouched: all is still to do"
    assert not_imported.startswith("needs a look: eve: doubling.py cannot be imported: SyntaxError")
    assert sorted(lines) == [
        "ada 4/4",
        "bob 0/4    twice the number: the square",
        "cem 0/4    untouched: all is still to do",
        "dee 2/4    twice the number: 1 of 2 tests fail",
        "eve 0/4    doubling.py cannot be imported: SyntaxError: expected ':' (doubling.py, line 1)",
    ]
    assert last == "5 graded, mean 1.2 of 4; results are in lines/doubling"


def test_a_class_gets_tables_where_they_are_asked_for(four):
    done = four("tables", "--verbose")
    assert [done.out.count(f"[{n}/5] ") for n in range(1, 6)] == [1] * 5
    assert "the square: You square the number. Add it to itself." in done.out


def test_a_quiet_run_says_how_it_went(four):
    done = four("quiet", "--quiet")
    assert done.out == "5 graded, mean 1.2 of 4; results are in quiet/doubling\n"
    assert done.err == ""


def test_verbose_and_quiet_contradict_each_other(four):
    assert "--verbose and --quiet" in one_line(four("neither", "--verbose", "--quiet"))


# --------------------------------------------------------------------------------- on a terminal


def test_a_terminal_gets_a_bar(tmp_path, make_course, write_files):
    course = make_course(tmp_path / "course")
    write_files(tmp_path / "class", CLASS)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "autograder", "--course", course, "grade", tmp_path / "class"]
    process = subprocess.Popen(
        [*map(str, command), *SLUG, "--out", str(tmp_path / "out")],
        env=environment({"TERM": "xterm", "COLUMNS": "100"}),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = read_terminal(ours)
    assert process.wait(30) == 0
    assert "grading" in shown
    assert "0 not judged" in shown
    assert "1/3" in shown
    assert "\x1b[" in shown
    assert "[3/3]" in shown


def read_terminal(descriptor):
    shown = b""
    while True:
        try:
            chunk = os.read(descriptor, 4096)
        except OSError:  # the other end is closed: on Linux EIO, not an empty read
            chunk = b""
        if not chunk:
            os.close(descriptor)
            return shown.decode()
        shown += chunk


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


# ------------------------------------------------------------------------- the course's mistakes

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


# ------------------------------------------------------------------------- isolation


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


@pytest.mark.parametrize("forbidden", [[], ["*max_pool*"], ["autograd"]])
def test_a_result_names_the_level_that_doctor_finds(tmp_path, make_course, probe, forbidden):
    course = make_course(tmp_path)
    toml = course / "grading_tests/doubling/assignment.toml"
    banned = f'id = "double"\nforbidden = {json.dumps(forbidden)}'
    toml.write_text(toml.read_text().replace('id = "double"', banned, 1))
    assignment = find_assignment(course, "doubling")
    assert assignment.questions[0].forbidden == tuple(forbidden)
    subject = Subject({"doubling.py": RIGHT.encode()}, "doubling.py")
    with Warm(course) as warm:
        report = warm.judge("doubling", assignment.limits).grade(Job(subject))
    found = report.isolation
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


# ------------------------------------------------------------------------- stopping


def test_an_interrupted_run_goes_on_where_it_was(tmp_path, autograder, make_course, write_files):
    course = make_course(tmp_path / "course")
    slow = "import time\n\n\ndef double(x):\n    time.sleep(2)\n    return x + x\n"
    # Several slow ones: on a busy machine the first may end before the signal comes.
    everyone = {"ada", "bob", "cyn", "dan", "eve"}
    sources = {f"{name}.py": slow for name in everyone} | {"ada.py": RIGHT}
    write_files(tmp_path / "class", sources)
    grade = ["--course", course, "grade", tmp_path / "class", *SLUG, "--out", tmp_path / "out"]
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", *map(str, grade), "--workers", "1"],
        env=environment({}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    first = tmp_path / "out/doubling/ada.json"
    while not first.exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[1].strip() == STOPPED
    assert process.returncode == 130
    done = {path: path.read_bytes() for path in (tmp_path / "out/doubling").glob("*.json")}
    assert {first} <= done.keys()
    assert len(done) < len(everyone)
    assert autograder(*grade).status == 0
    scores = {name: result.score for name, result in read_all(tmp_path / "out").items()}
    assert scores == dict.fromkeys(everyone, 4.0)
    assert {path: path.read_bytes() for path in done} == done


# -------------------------------------------------------------------- several assignments at once


@pytest.fixture(scope="module")
def two_assignments(tmp_path_factory, autograder, make_course):
    """A tree with two students and two assignments, of which one student did one only."""
    folder = tmp_path_factory.mktemp("two")
    course = folder / "course"
    make_course(course)
    shutil.copytree(course / "grading_tests/doubling", course / "grading_tests/again")
    for place in ("ada/doubling", "ada/again", "bob/again"):
        (folder / "tree" / place).mkdir(parents=True)
        (folder / "tree" / place / "doubling.py").write_text(CLASS["ada.py"])
    several = ("--assignment", "doubling", "--assignment", "again", "--assignment", "doubling")
    run = autograder("--course", "course", "grade", "tree", *several, "--out", "out", cwd=folder)
    return folder / "out", run


def test_several_assignments_are_graded_in_one_run_each_once(two_assignments):
    out, run = two_assignments
    assert run.status == 0
    found = {path.relative_to(out).as_posix(): results.read(path) for path in out.rglob("*.json")}
    assert {name: result.score for name, result in found.items()} == dict.fromkeys(
        ["doubling/ada.json", "again/ada.json", "again/bob.json"], 4.0
    )


def test_each_of_several_assignments_is_named_and_has_its_own_last_line(two_assignments):
    _, run = two_assignments
    for words in ("[1/3] doubling ada", "again bob", "1 graded", "2 graded"):
        assert words in run.out
