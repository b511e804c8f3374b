"""Hand-ins of another system fill an nbgrader gradebook that knows students by their logins alone.

nbgrader 0.9.6: `nbgrader db student add LOGIN` makes a student of an id; `nbgrader export` writes grades.csv
with a column student_id.
"""

import csv

import pytest
from conftest import lay
from made_results import result
from nbgrader.api import Gradebook
from nbgrader_course import SLUG, doubling_course

from autograder.nbgrader.accounts import accounts
from autograder.nbgrader.environment import programs_found

pytestmark = pytest.mark.timeout(300)
RIGHT = b"def double(x):\n    return 2 * x\n\n\ndef half(x):\n    return x / 2\n"
WRONG = RIGHT.replace(b"x / 2", b"x")
DOWNLOAD = {
    "lovelaceada_1042_90871_doubling.py": RIGHT,
    "turingalan_LATE_1043_90872_doubling.py": WRONG,
}
ROSTER = "Student,ID,SIS Login ID\n" + '"Lovelace, Ada",1042,ada01\n"Turing, Alan",1043,alan02\n'


@pytest.mark.slow
def test_a_download_of_canvas_fills_the_gradebook_by_login(tmp_path):
    course = doubling_course(tmp_path)
    for login in ("ada01", "alan02", "zoe03"):
        assert course.nbgrader("db", "student", "add", login).status == 0
    lay(tmp_path / "download", DOWNLOAD)
    (tmp_path / "roster.csv").write_text(ROSTER)
    places = (tmp_path / "download", "--out", tmp_path / "out", "--roster", tmp_path / "roster.csv")
    engine = ("--course", tmp_path / "engine", "grade", "--assignment", SLUG, "--isolation", "none")
    grade = course.engines(*engine, *places)
    assert grade.status == 0, grade.err
    done = course.engines("export", tmp_path / "out", "--to", "nbgrader", "--out", course.folder)
    assert done.status == 0, done.err
    assert "known by their ids: lovelaceada is ada01; turingalan is alan02" in done.err
    assert course.query("select id from student order by id") == [
        ("ada01",),
        ("alan02",),
        ("zoe03",),
    ]
    assert course.nbgrader("export").status == 0
    rows = list(csv.DictReader((course.folder / "grades.csv").read_text().splitlines()))
    scores = {row["student_id"]: float(row["score"]) for row in rows if row["assignment"] == SLUG}
    assert scores == {"ada01": 6.0, "alan02": 4.0, "zoe03": 0.0}


STUDENTS = {
    "ada01": {},
    "ADA01": {},
    "alan02": {"email": "alan@u.org"},
    "grace03": {"first_name": "Grace", "last_name": "Hopper"},
    "maria04": {"first_name": "Ana", "last_name": "Diaz"},
    "maria05": {"first_name": "Ana", "last_name": "Diaz"},
}


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    place = tmp_path_factory.mktemp("book") / "gradebook.db"
    with programs_found(), Gradebook(f"sqlite:///{place}") as book:
        assert accounts(book, [result(student="zoe")]).notes == ()  # it knows nobody yet
        for name, facts in STUDENTS.items():
            book.add_student(name, **facts)
        yield book


@pytest.mark.parametrize(
    ("student", "ids", "id"),
    [
        ("ada01", {}, "ada01"),
        ("ADA01", {}, "ADA01"),
        ("lovelace", {"login": "alan02"}, "alan02"),
        ("lovelace", {"sid": "grace03"}, "grace03"),
        ("Alan", {"mail": "Alan@u.org"}, "alan02"),
        ("Grace Hopper", {}, "grace03"),
        ("Zoe", {"login": "zoe06"}, "zoe06"),
        ("Zoe", {}, "Zoe"),
        ("Ana Diaz", {}, None),
    ],
)
def test_an_id_is_found(gradebook, student, ids, id):
    known = accounts(gradebook, [result(student=student, ids=ids)])
    assert known.ids.get(student) == id
    assert bool(known.problems) == (id is None)


def test_two_results_of_one_id_are_both_told_and_not_entered(gradebook):
    results = [result(student="a", ids={"login": "alan02"}), result(student="alan02")]
    known = accounts(gradebook, results)
    assert known.ids == {}
    assert len(known.problems) == 2
    assert "shares the id alan02 with another; give grade a --roster" in known.problems[0]


def test_who_is_new_in_a_gradebook_is_told(gradebook):
    assert accounts(gradebook, [result(student="zoe")]).notes == ("1 new in the gradebook: zoe",)
