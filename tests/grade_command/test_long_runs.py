"""A run on a terminal, one that is stopped, and one of several assignments."""

import os
import pty
import shutil
import signal
import subprocess
import sys
import time

import pytest
from conftest import environment
from small_class import CLASS, RIGHT, SLUG, read_all

from autograder import results

pytestmark = pytest.mark.slow


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


# ------------------------------------------------------------------------- stopping


STOPPED = "autograder: stopped; what is done is kept, and the same command goes on from there"


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
