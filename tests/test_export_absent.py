"""Who handed in nothing is told in the last line, and has a row in each format that has rows."""

import csv
import io

import pytest
from gradebooks import BLACKBOARD_BOOK, BRIGHTSPACE_BOOK, CANVAS_BOOK, MOODLE_SHEET, graded
from made_results import not_judged, result

from autograder import results

ROSTER = "login,name,mail\nada,Ada Lovelace,ada@u.org\nbob,Bob Ross,bob@u.org\ncem,Cem Ince,\n"
ADA = {"ada": {"login": "ada", "mail": "ada@u.org"}}


@pytest.fixture
def exported(autograder, tmp_path):
    """Runs `autograder export`; gives its status, the lines it says on the side, and the rows."""

    def run(to, *more):
        done = autograder("export", "out", "--to", to, "--out", "made", *more, cwd=tmp_path)
        made = tmp_path / "made"
        text = made.read_bytes().decode("utf-8-sig") if made.exists() else ""
        return done.status, done.err.splitlines(), list(csv.reader(io.StringIO(text)))

    return run


def test_our_own_csv_has_a_row_marked_missing_with_no_score(tmp_path, exported):
    graded(tmp_path, ADA)
    (tmp_path / "roster.csv").write_text(ROSTER)
    status, told, rows = exported("csv", "--roster", "roster.csv")
    assert (status, told) == (0, ["2 without a hand-in: Bob Ross; Cem Ince"])
    header, ada, *missing = [dict(zip(rows[0], row, strict=True)) for row in rows]
    assert (len(header), ada["status"], ada["score"]) == (len(ada), "graded", "1")
    columns = ("assignment", "student", "status", "score", "points", "percent", "max", "id_login")
    assert [[row[name] for name in columns] for row in missing] == [
        ["a1_pooling", "Bob Ross", "missing", "", "20", "", "", "bob"],
        ["a1_pooling", "Cem Ince", "missing", "", "20", "", "", "cem"],
    ]


def test_without_a_roster_nobody_is_missing_and_nothing_is_said(tmp_path, exported):
    graded(tmp_path, ADA)
    assert exported("csv")[1] == []


def test_each_of_several_assignments_has_its_own_missing(tmp_path, exported):
    graded(tmp_path, {**ADA, "bob": {"login": "bob"}})
    results.write(tmp_path / "out", result(assignment="a2_norm", ids={"login": "ada"}))
    (tmp_path / "roster.csv").write_text(ROSTER)
    _, told, rows = exported("csv", "--roster", "roster.csv")
    assert told == [
        "a1_pooling: 1 without a hand-in: Cem Ince",
        "a2_norm: 2 without a hand-in: Bob Ross; Cem Ince",
    ]
    assert [row[:3] for row in rows if row[2] == "missing"] == [
        ["a1_pooling", "Cem Ince", "missing"],
        ["a2_norm", "Bob Ross", "missing"],
        ["a2_norm", "Cem Ince", "missing"],
    ]


def test_a_hand_in_that_may_be_somebodys_on_the_roster_is_told_before(tmp_path, exported):
    graded(tmp_path, {**ADA, "zoe": {}})
    (tmp_path / "roster.csv").write_text(ROSTER)
    assert exported("csv", "--roster", "roster.csv")[1] == [
        "note: a1_pooling: 1 not on the roster: zoe",
        "2 without a hand-in that could be matched: Bob Ross; Cem Ince",
    ]


def test_a_hand_in_that_was_not_judged_is_not_missing(tmp_path, exported):
    graded(tmp_path, ADA)
    results.write(tmp_path / "out", not_judged("bob"))
    (tmp_path / "roster.csv").write_text(ROSTER)
    status, told, _ = exported("csv", "--roster", "roster.csv")
    assert (status, told[-1]) == (1, "1 without a hand-in: Cem Ince")


def test_a_name_on_the_roster_is_no_formula(tmp_path, exported):
    graded(tmp_path, ADA)
    (tmp_path / "roster.csv").write_text("login,name\nada,Ada\nx,=1+1\n")
    assert exported("csv", "--roster", "roster.csv")[2][-1][1] == "'=1+1"


def test_autolab_gets_empty_cells_by_mail_and_who_has_none_is_told(tmp_path, exported):
    graded(tmp_path, ADA)
    (tmp_path / "roster.csv").write_text(ROSTER)
    status, told, rows = exported("autolab", "--roster", "roster.csv")
    assert (status, rows) == (1, [["ada@u.org", "1"], ["bob@u.org", ""]])
    assert "no row for Cem Ince: the roster has no mail; add a column mail to it" in told
    assert told[-1] == "2 without a hand-in: Bob Ross; Cem Ince"


MAX_POOLING = ("--column", "Max pooling")
TEST_STUDENT = '"Student, Test",1099,,test,CNN,,\n'
GRADEBOOKS = {
    "canvas": (CANVAS_BOOK + TEST_STUDENT, {"canvas": "1042"}, "Turing, Alan; Núñez, María"),
    "blackboard": (BLACKBOARD_BOOK, {"login": "ada01"}, "Turing, Alan (keeps Needs Grading)"),
    "brightspace": (BRIGHTSPACE_BOOK, {"login": "ada01"}, "Turing, Alan"),
    "moodle": (MOODLE_SHEET, {"moodle": "123456", "name": "Ada Lovelace"}, None),
}


@pytest.mark.parametrize("to", GRADEBOOKS)
def test_a_gradebook_keeps_its_rows_and_says_which(tmp_path, exported, to):
    book, ids, names = GRADEBOOKS[to]
    graded(tmp_path, {"ada": ids})
    (tmp_path / "book.csv").write_text(book, encoding="utf-8")
    more = MAX_POOLING if to in ("canvas", "brightspace") else ()
    status, told, rows = exported(to, "--template", "book.csv", *more)
    names = names or "Alan Turing; Ada Lovelace"
    count = names.count(";") + 1
    words = f"{count} without a hand-in, whose rows stay as they are: {names}"
    assert (status, told) == (0, [words])
    before = list(csv.reader(io.StringIO(book.removeprefix("\ufeff"))))
    changed = [new for old, new in zip(before, rows, strict=True) if old != new]
    assert len(changed) == 1


def test_a_roster_beside_a_gradebook_is_refused(autograder, tmp_path):
    graded(tmp_path, ADA)
    command = ("export", "out", "--to", "canvas", "--out", "made", "--roster", "roster.csv")
    done = autograder(*command, cwd=tmp_path)
    assert (done.status, "--roster has no meaning for --to canvas" in done.err) == (2, True)
