"""A gradebook as Canvas exports it is filled so that Canvas reads it back; nothing else changes."""

import csv
import io
import re

import pytest
from made_results import HOSTILE, not_judged, result

from autograder.errors import UsageError
from autograder.export.absent import in_words
from autograder.export.canvas import canvas
from autograder.export.worksheet import parse

BOOK = """\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,Pooling (4711),a2_norm (4712),Essay (4713),Final Score
,,,,,,Manual Posting,,,
    Points Possible,,,,,,20.00,10.00,5.00,(read only)
"Lovelace, Ada",101,S1,ada,"CNN, morning","a ""quoted"" note",,,4.00,80.00
"Turing, Alan",102,S2,alan,CNN,,3.00,,,60.00
"Hopper, Grace",103,S3,grace,CNN,=1+1,EX,N/A,,
"Student, Test",999,,0a1b2c,CNN,,,,,
"""
HEADER = BOOK.split("\n", 1)[0].split(",")


def filled(*results, book=BOOK, columns=("Pooling",), scale=False, match=()):
    content = book if isinstance(book, bytes) else book.encode()
    return canvas(results, parse(content, "book.csv"), columns, scale, match)


def rows(made, delimiter=","):
    text = made.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def canvas_reads(made):
    """(id, title) -> score of each student, by the rules of Canvas's own importer."""
    header, *body = rows(made)
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert re.search(r"SIS\s+User\s+ID", header[2])
    assert re.search(r"SIS\s+Login\s+ID", header[3])
    assert "Section" in header[4]
    titles = {place: title for place, title in enumerate(header) if re.search(r"\(\d+\)$", title)}
    found = {}
    for row in body:
        is_hint = all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row)
        if "Points Possible" not in row[0] and not is_hint:
            found |= {(row[1], title): row[place].strip() for place, title in titles.items()}
    return found


def changed(made, book=BOOK):
    if made.content is None:  # nothing was entered, so no file is made
        assert made.entered == 0
        return {}
    before = csv.reader(io.StringIO(book, newline=""))
    pairs = zip(before, rows(made), strict=True)
    return {
        (row, HEADER[column]): new
        for row, (olds, news) in enumerate(pairs)
        for column, (old, new) in enumerate(zip(olds, news, strict=True))
        if old != new
    }


@pytest.mark.parametrize(
    "student",
    ["ada", "ADA", " ada ", "101", "S1", "Lovelace, Ada", "Ada Lovelace"],
)
def test_a_student_is_known_by_login_number_or_name(student):
    made = filled(result(student=student))
    assert canvas_reads(made)["101", "Pooling (4711)"] == "17.5"
    assert changed(made) == {(3, "Pooling (4711)"): "17.5"}
    assert made.problems == ()


def test_a_login_counts_more_than_a_name():
    book = BOOK.replace('"Turing, Alan"', "ada")
    assert changed(filled(result(), book=book), book) == {(3, "Pooling (4711)"): "17.5"}


def test_who_is_not_there_is_said_and_nobody_else_gets_the_score():
    made = filled(result(), result(student="zoe"))
    assert made.problems == ("could not be matched: zoe (a1_pooling): fits no row",)
    assert list(changed(made).values()) == ["17.5"]


def test_a_name_that_two_have_is_nobodys():
    book = BOOK.replace('"Turing, Alan"', '"Lovelace, Ada"')
    made = filled(result(student="Ada Lovelace"), book=book)
    assert made.problems[1:] == ("could not be matched: Ada Lovelace (a1_pooling): fits 2 rows",)
    assert changed(made, book) == {}


def test_without_any_match_no_file_is_made_and_what_was_compared_is_said():
    students = [result(student=f"x{n}", ids={"canvas": str(n)}) for n in range(16)]
    made = filled(*students)
    assert (made.content, made.entered) == (None, 0)
    assert made.problems[0] == (
        "0 of 16 scores entered: compared columns SIS Login ID, SIS User ID, ID, Student with "
        "student 'x0', canvas '0' and the like; try --match"
    )
    many = filled(*students, *(result(student=f"t{n}") for n in range(14)))
    assert len(many.problems) == 22
    assert many.problems[-1] == "could not be matched: 10 more of a1_pooling"


def test_an_id_counts_more_than_the_name_of_the_hand_in():
    made = filled(
        result(student="alan", ids={"canvas": "103", "login": "ada"}), columns=["4713"], scale=True
    )
    assert changed(made) == {(5, "Essay (4713)"): "4.38"}


def test_an_id_is_looked_for_where_it_stands_only():
    made = filled(result(student="zoe", ids={"login": "101", "mail": "alan"}))
    assert changed(made) == {(4, "Pooling (4711)"): "17.5"}
    made = filled(result(student="zoe", ids={"canvas": "S1"}))
    assert (changed(made), made.entered) == ({}, 0)


def test_who_left_the_course_gives_no_score_to_a_namesake():
    ids = {"canvas": "8888", "name": "Ada Lovelace"}
    made = filled(result(student="ada", ids=ids), result(student="alan"))
    assert changed(made) == {(4, "Pooling (4711)"): "17.5"}
    assert made.problems[0] == "could not be matched: ada (a1_pooling): fits no row"


def test_a_column_that_is_named_is_compared_with_login_mail_and_name():
    made = filled(result(student="zoe", ids={"mail": "CNN, morning"}), match=["Section"])
    assert changed(made) == {(3, "Pooling (4711)"): "17.5"}


def test_a_column_that_is_named_is_no_place_for_a_platforms_number():
    made = filled(result(student="zoe", ids={"canvas": "S1"}), match=["SIS User ID"])
    assert (changed(made), made.entered) == ({}, 0)


def test_signs_and_spaces_of_a_title_count_only_in_doubt():
    book = BOOK.replace("Pooling (4711)", "A1: Pooling (4711)")
    assert filled(result(), book=book, columns=()).entered == 1
    two = book.replace("Essay (", "A1-Pooling (")
    with pytest.raises(UsageError, match="2 are called 'a1_pooling'"):
        filled(result(), book=two, columns=())


def test_two_students_never_share_a_row():
    made = filled(result(student="ada"), result(student="S1", score=1.0))
    assert [problem.split(": ")[1] for problem in made.problems] == [
        "no row is surely anybody's",
        "ada (a1_pooling)",
        "S1 (a1_pooling)",
    ]
    assert changed(made) == {}


def test_nobody_is_the_row_of_points():
    assert filled(result(student="Points Possible")).problems


def test_a_hand_in_that_was_not_judged_leaves_its_cell():
    assert changed(filled(not_judged("alan"))) == {}


def test_a_score_replaces_an_older_one():
    assert changed(filled(result(student="alan"))) == {(4, "Pooling (4711)"): "17.5"}


def test_an_excuse_stays_and_is_said():
    made = filled(result(student="grace"))
    assert made.problems == ("not entered: grace (a1_pooling): the gradebook says EX",)
    assert changed(made) == {}


def test_rows_without_a_result_are_counted_and_listed():
    (absent,) = filled(result()).absent
    assert in_words(absent) == (
        "2 without a hand-in, whose rows stay as they are: Turing, Alan (keeps 3.00); "
        "Hopper, Grace (keeps EX)"
    )


# ---------------------------------------------------------------------------------------- columns


@pytest.mark.parametrize("name", ["Pooling", "pooling", "Pooling (4711)", "4711"])
def test_a_column_is_named_by_title_or_number(name):
    assert changed(filled(result(), columns=[name]))
    assert changed(filled(result(), columns=[f"a1_pooling={name}"]))


def test_several_assignments_go_to_several_columns():
    second = result(assignment="a2_norm", score=7.0, points=10.0)
    made = filled(result(), second, columns=["a1_pooling=Pooling"])
    assert changed(made) == {(3, "Pooling (4711)"): "17.5", (3, "a2_norm (4712)"): "7"}


def test_a_column_that_is_not_there_lists_those_that_are():
    with pytest.raises(
        UsageError, match=r"a1_pooling's.*Pooling \(4711\), a2_norm \(4712\), Essay"
    ):
        filled(result(), columns=[])


def test_a_title_that_two_columns_have_is_refused():
    with pytest.raises(UsageError, match="2 are called 'Pooling'"):
        filled(result(), book=BOOK.replace("Essay (", "Pooling ("))


@pytest.mark.parametrize("said", ["a3=Pooling", "Pooling"])
def test_a_column_of_no_assignment_is_refused(said):
    second = result(assignment="a2_norm", points=10.0)
    with pytest.raises(UsageError, match="expected SLUG=COLUMN with a slug of a1_pooling, a2_norm"):
        filled(result(), second, columns=["a2_norm=4712", said])


def test_other_points_than_ours_are_refused_or_converted():
    with pytest.raises(UsageError, match="a1_pooling has 20 points, the gradebook 10: .*--scale"):
        filled(result(), columns=["4712"])
    assert changed(filled(result(), columns=["4712"], scale=True)) == {
        (3, "a2_norm (4712)"): "8.75"
    }


def test_a_read_only_column_is_refused():
    book = BOOK.replace("20.00", "(read only)")
    with pytest.raises(UsageError, match=r"'Pooling \(4711\)' takes no scores"):
        filled(result(), book=book)


# ------------------------------------------------------------------------------------------ files


def test_mark_line_ends_and_delimiter_stay():
    odd = "\ufeff" + BOOK.replace('"CNN, morning"', "CNN").replace('"', "").replace(", ", " ")
    odd = odd.replace(",", ";").replace("\n", "\r\n")
    made = filled(result(), book=odd)
    assert made.content.startswith(b"\xef\xbb\xbfStudent;ID")
    assert made.content.count(b"\r\n") == made.content.count(b"\n") == 7
    assert rows(made, ";")[3][6] == "17.5"


def test_last_and_first_names_in_two_columns():
    book = BOOK.replace("Student,ID", "LastName,FirstName,ID").replace(", Ada", '","Ada')
    book = (
        book.replace(", Alan", '","Alan').replace(", Grace", '","Grace').replace(", Test", '","T')
    )
    book = book.replace("Possible,", "Possible,,").replace(",,,,,,Manual", ",,,,,,,Manual")
    assert rows(filled(result(student="Ada Lovelace"), book=book))[3][7] == "17.5"


@pytest.mark.parametrize(
    ("book", "why"),
    [
        (b"", "is no gradebook"),
        (b"Student,ID\n", "is no gradebook"),
        (b"Name,Grade\na,1\n", "no gradebook of Canvas"),
        (b"Student,ID,Section,Pooling (1)\nada,1,a,\n", "no row of Points Possible"),
        (b'Student,ID\n"ada"x,1\n', "no CSV file"),
        ("Zoë,ID\na,1\n".encode("latin-1"), "not UTF-8"),
    ],
)
def test_what_is_no_gradebook_is_refused(book, why):
    with pytest.raises(UsageError, match=why):
        filled(result(), book=book)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_change_no_cell(name):
    made = filled(result(student=name))
    assert changed(made) == {}
    assert made.problems[0].startswith("0 of 1 scores entered: compared columns SIS Login ID, ")
    assert len(made.problems) == 2


@pytest.mark.parametrize("note", ["a\rb", "a\r\nb", "a\nb", "a\x00b", "x" * 200_000])
def test_odd_cells_of_the_gradebook_stay(note):
    book = BOOK.replace("=1+1", f'"{note}"')
    assert changed(filled(result(), book=book), book) == {(3, "Pooling (4711)"): "17.5"}


def test_the_same_results_give_the_same_file():
    assert filled(result(), not_judged()) == filled(result(), not_judged())
