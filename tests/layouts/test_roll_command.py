"""`grade --dry-run` prints the roll and grades nothing."""

import csv
import json

import pytest

from layouts.made import lay

RIGHT = b"def double(x):\n    return 2 * x\n"
DOWNLOAD = {
    "lovelaceada_1042_90871_doubling.py": RIGHT,
    "rossbob_LATE_1043_90872_doubling.py": RIGHT,
    "rossbob_LATE_1043_90879_doubling-1.py": RIGHT,
    "readme.txt": b"",
    ".git/HEAD": b"",
}
HANDED_IN = {"doubling.py": RIGHT, "timestamp.txt": b"2026-10-02 10:00:00.000000 UTC"}
ROSTER = 'Student,ID\n"Lovelace, Ada",1042\n"Ross, Bob",1043\n"Ince, Cem",1044\n'
GRADE = ("grade", "all", "--assignment", "doubling", "--out", "out")


@pytest.fixture
def course(make_course, tmp_path):
    make_course(tmp_path)
    lay(tmp_path / "all", DOWNLOAD)
    (tmp_path / "roster.csv").write_text(ROSTER)
    return tmp_path


def test_a_dry_run_prints_the_roll_and_writes_nothing(course, autograder):
    run = autograder(*GRADE, "--dry-run", "--roster", "roster.csv", cwd=course)
    assert run.status == 0
    for words in (
        "doubling: 2 hand-ins, read as canvas",
        "lovelaceada: doubling.py counts; from lovelaceada_1042_90871_doubling.py; canvas 1042",
        "from rossbob_LATE_1043_90879_doubling-1.py; canvas 1043, name Ross, Bob; attempt 2; handed in late",
        "left out: readme.txt is not named as in a download from Canvas",
        "not looked at: 1 of .git",
        "nothing was graded",
    ):
        assert words in run.out
    assert "not handed in: 1 of the roster: Ince, Cem" in run.err
    assert not (course / "out").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--layout", "canvass"), "did you mean canvas"),
        (("--layout", "moodle"), "--layout moodle: all holds nothing that is named so"),
        (("--attempt", "worst"), "expected one of last, first, best"),
        (("--roster", "nowhere.csv"), "expected a CSV file"),
    ],
)
def test_a_bad_option_is_refused(course, autograder, options, words):
    run = autograder(*GRADE, *options, "--dry-run", cwd=course)
    assert run.status == 2
    assert words in run.err


def test_a_grade_tells_who_is_missing_and_keeps_who_the_students_are(course, autograder):
    run = autograder(*GRADE, "--roster", "roster.csv", "--isolation", "none", cwd=course)
    assert run.status == 0
    assert "not handed in: 1 of the roster: Ince, Cem" in run.err
    assert "left out: rossbob_LATE_1043_90872_doubling.py (is another version of" in run.err
    bob = json.loads((course / "out/doubling/rossbob.json").read_bytes())
    assert bob["ids"] == {"canvas": "1043", "name": "Ross, Bob"}
    assert (bob["late"], bob["attempt"], bob["score"]) == (True, 2, 4)
    lay(course / "all", {"lovelaceada_LATE_1042_90899_doubling-1.py": RIGHT})
    run = autograder(*GRADE, "--isolation", "none", cwd=course)  # the same work, by other marks
    ada = json.loads((course / "out/doubling/lovelaceada.json").read_bytes())
    assert "2 kept" in run.out
    assert (ada["late"], ada["attempt"], ada["ids"]["name"]) == (True, 2, "lovelaceada")


def test_the_moment_of_a_hand_in_is_on_the_roll_and_in_the_result(course, autograder):
    tree = {f"ada/doubling/{name}": part for name, part in HANDED_IN.items()}
    command = (*GRADE[:1], "tree", *GRADE[2:])
    lay(course / "tree", tree)
    moment = "2026-10-02T10:00:00Z"
    assert f"; handed in {moment}" in autograder(*command, "--dry-run", cwd=course).out
    for n in (2, 9):  # graded, then kept with another moment
        lay(course / "tree", {"ada/doubling/timestamp.txt": f"2026-10-0{n} 10:00:00 UTC".encode()})
        assert autograder(*command, "--isolation", "none", cwd=course).status == 0
        ada = json.loads((course / "out/doubling/ada.json").read_bytes())
        assert ada["submitted_at"] == moment.replace("02T", f"0{n}T")
    assert autograder("export", "out", "--to", "csv", "--out", "made.csv", cwd=course).status == 0
    (row,) = csv.DictReader((course / "made.csv").read_text().splitlines())
    assert row["submitted_at"] == "2026-10-09T10:00:00Z"
