"""Who is in the course: CSV files as platforms export them, joined to hand-ins by the surest id."""

import pytest

from autograder.errors import UsageError
from autograder.submission.record import Submission
from autograder.submission.roster import join, read_roster

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Pooling (77)
    Points Possible,,,,,20
"Lovelace, Ada",1042,s7,ada,1,
"Ross, Bob",1043,s8,bob,1,
"Student, Test",1099,,,1,
"""
MOODLE_WORKSHEET = """\
Identifier,Full name,ID number,Email address,Status,Grade
Participant 123456,Ada Lovelace,s7,ada@uni.example,Submitted,
Participant 123457,Bob Ross,s8,bob@uni.example,Not submitted,
"""
MOODLE_REPORT = """\
First name,Last name,ID number,Email address,Assignment: Pooling (Real)
Ada,Lovelace,s7,ada@uni.example,-
Bob,Ross,s8,bob@uni.example,-
"""
NBGRADER = "id,first_name,last_name,email\nada,Ada,Lovelace,ada@uni.example\nbob,Bob,Ross,\n"
SEMICOLONS = "name;mail\nAda Lovelace;ada@uni.example\nBob Ross;bob@uni.example\n"


def submission(student, **ids):
    return Submission(student, {}, "", ids=ids)


def joined(tmp_path, text, *submissions):
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8-sig")
    return join(submissions, read_roster(path))


@pytest.mark.parametrize(
    ("text", "ada"),
    [
        pytest.param(CANVAS, submission("lovelaceada", canvas="1042"), id="canvas id"),
        pytest.param(CANVAS, submission("lovelaceada", name="lovelaceada"), id="canvas name"),
        pytest.param(MOODLE_WORKSHEET, submission("Ada L.", moodle="123456"), id="participant"),
        pytest.param(MOODLE_REPORT, submission("x", sid="S7"), id="student number"),
        pytest.param(MOODLE_REPORT, submission("Ada Lovelace"), id="two columns of a name"),
        pytest.param(MOODLE_REPORT, submission("ada", login="ada"), id="login of a mail"),
        pytest.param(NBGRADER, submission("ada"), id="nbgrader"),
        pytest.param(SEMICOLONS, submission("x", mail="Ada@Uni.example"), id="semicolons"),
        pytest.param("login\nada\nbob\n", submission("ada"), id="logins only"),
    ],
)
def test_a_hand_in_meets_its_row(tmp_path, text, ada):
    result = joined(tmp_path, text, ada, submission("nobody at all"))
    assert result.strangers == ["nobody at all"]
    assert [name.casefold().split()[0].strip(",") for name in result.missing] in (["bob"], ["ross"])
    assert result.submissions[0].student == ada.student
    assert ada.ids.items() <= {**result.submissions[0].ids, **ada.ids}.items()
    assert result.submissions[0].ids != {}


def test_a_canvas_gradebooks_ids_come_along(tmp_path):
    (ada,) = joined(tmp_path, CANVAS, submission("x", canvas="1042")).submissions
    assert ada.ids == {"canvas": "1042", "sid": "s7", "login": "ada", "name": "Lovelace, Ada"}


def test_a_name_that_two_people_have_is_nobodys(tmp_path):
    result = joined(tmp_path, "id,name\n1,Ada L\n2,Ada L\n", submission("Ada L"))
    assert result.strangers == ["Ada L"]
    assert result.missing == ["Ada L", "Ada L"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["has the columns (none)", "id, login, mail, name"]),
        ("grade,comment\n1,2\n", ["has the columns grade and comment", "at least one of id"]),
        ("id,name\n", ["names nobody"]),
    ],
)
def test_a_roster_that_names_nobody_is_refused(tmp_path, text, words):
    with pytest.raises(UsageError) as refusal:
        joined(tmp_path, text)
    assert all(word in str(refusal.value) for word in words)


def test_a_roster_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "roster.xlsx").write_bytes(b"PK\x03\x04\xff\xff")
    with pytest.raises(UsageError, match="not UTF-8 text .*export it as CSV"):
        read_roster(tmp_path / "roster.xlsx")
    with pytest.raises(UsageError, match="expected a CSV file"):
        read_roster(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_roster_may_end_its_lines_as_any_system_does(tmp_path, line_end):
    path = tmp_path / "roster.csv"
    path.write_bytes(line_end.join(["login;name", "s1;Ada", "s2;Bob", ""]).encode())
    assert [person.ids["login"] for person in read_roster(path)] == ["s1", "s2"]


def test_a_roster_that_is_no_csv_is_refused_in_one_line(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text('login,name\ns1,"Ada\n')
    with pytest.raises(UsageError, match=r"--roster .*roster\.csv is no CSV file: "):
        read_roster(path)
