"""`autograder export` as a user runs it: what is written, what is said, and what it exits with."""

import csv
import io
import json
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from conftest import environment
from made_results import HOSTILE, hostile, not_judged, result

from autograder import results
from autograder.submission.names import json_safe

BOOK = "Student,ID,SIS User ID,SIS Login ID,Section,a1_pooling (1)\n    Points Possible,,,,,20\n"
BOOK += '"L, Ada",1,S1,ada,CNN,\n"T, Bob",2,S2,bob,CNN,\n'
SHEET = "Identifier,Full name,Grade,Last modified (grade)\nParticipant 1,ada,,-\n"
RUNNER = {
    name: f"submit/{name}"
    for name in ("CLASSROOM", "ASSIGNMENT", "OWNER", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")
}
SECOND = {"assignment": "a2_norm"}


@pytest.fixture
def stored(tmp_path):
    """Write results below `out/`, as grading does."""

    def write(*found):
        for one in found:
            results.write(tmp_path / "out", one)
        return tmp_path

    return write


@pytest.fixture
def export(autograder, tmp_path):
    def run(to, *more, place="out", out="made", **changes):
        return autograder("export", place, "--to", to, "--out", out, *more, cwd=tmp_path, **changes)

    return run


def usage(done):
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    return line


def test_csv_of_several_assignments(stored, export):
    folder = stored(result(student="zoe"), result(), result(**SECOND))
    done = export("csv", out="made.csv")
    assert (done.status, done.out, done.err) == (0, "wrote made.csv: 3 scores\n", "")
    rows = csv.DictReader(io.StringIO((folder / "made.csv").read_bytes().decode(), newline=""))
    assert [(row["assignment"], row["student"]) for row in rows] == [
        ("a1_pooling", "ada"),
        ("a1_pooling", "zoe"),
        ("a2_norm", "ada"),
    ]


def test_what_was_not_judged_is_told_and_is_no_zero(stored, export):
    folder = stored(result(), not_judged())
    done = export("csv")
    assert (done.status, done.out) == (1, "wrote made: 1 score\n")
    assert done.err == "not judged: bob (a1_pooling): max: ties: the suite has no torch\n"
    assert b",bob,not_judged,,20,," in (folder / "made").read_bytes()


def test_canvas(stored, export):
    folder = stored(result(), result(student="zoe"))
    (folder / "book.csv").write_text(BOOK)
    done = export("canvas", "--template", "book.csv")
    assert (done.status, done.out) == (1, "wrote made: 1 of 2 scores entered\n")
    assert done.err.splitlines() == [
        "could not be matched: zoe (a1_pooling): fits no row",
        "1 without a hand-in that could be matched, whose rows stay as they are: T, Bob",
    ]
    assert '"L, Ada",1,S1,ada,CNN,17.5' in (folder / "made").read_text()


def test_nothing_is_written_where_no_score_was_entered(stored, export):
    folder = stored(result(student="zoe"))
    (folder / "book.csv").write_text(BOOK)
    done = export("canvas", "--template", "book.csv")
    assert (done.status, done.out) == (1, "")
    assert "0 of 1 scores entered: compared columns SIS Login ID" in done.err
    assert "made was not written" in done.err
    assert not (folder / "made").exists()


def test_moodle(stored, export):
    folder = stored(result())
    (folder / "sheet.csv").write_text(SHEET)
    done = export("moodle", "--template", "sheet.csv", "--match", "Full name")
    assert (done.status, done.err) == (0, "")
    assert (folder / "made").read_text() == SHEET.replace("ada,,", "ada,17.5,")


def test_junit(stored, export):
    folder = stored(result(), result(**SECOND))
    assert export("junit").status == 0
    assert len(ET.parse(folder / "made").findall("testsuite")) == 2


def test_gradescope(stored, export):
    folder = stored(result(), result(student="zoe"))
    place = "out/a1_pooling/ada.json"
    assert export("gradescope", "--visibility", "visible", place=place).status == 0
    assert json.loads((folder / "made").read_bytes())["visibility"] == "visible"


def test_classroom50(stored, export):
    folder = stored(result())
    assert export("classroom50", **RUNNER).status == 0
    assert json.loads((folder / "made").read_bytes())["score"] == 1750
    assert "CLASSROOM" in usage(export("classroom50", **dict.fromkeys(RUNNER, "")))


@pytest.mark.parametrize("to", ["gradescope", "classroom50"])
def test_one_hand_in_that_was_not_judged_writes_nothing(stored, export, to):
    folder = stored(not_judged())
    done = export(to, **RUNNER)
    assert (done.status, done.out) == (1, "")
    assert done.err.splitlines()[1] == "nothing was written: it would be a zero"
    assert not (folder / "made").exists()


def test_github_says_annotations_and_writes_the_summary(stored, export):
    folder = stored(result(), not_judged())
    done = export("github")
    assert done.status == 1
    assert [line.split(" ")[0] for line in done.out.splitlines()[1:]] == [
        "::notice",
        "::warning",
        "::error",
    ]
    assert (folder / "made").read_text().startswith("### 1 graded, 1 not judged")


@pytest.mark.parametrize("to", ["csv", "junit", "github"])
def test_hostile_texts_in_all_places(stored, export, to):
    folder = stored(*(hostile(json_safe(text)) for text in HOSTILE.values()), not_judged())
    first = export(to)
    made = (folder / "made").read_bytes()
    assert (first.status, len(made) > 5_000) == (1, True)
    assert export(to) == first
    assert (folder / "made").read_bytes() == made


# ----------------------------------------------------------------------------------- wrong calls


def test_unreadable_results_are_named_and_nothing_is_written(stored, export):
    folder = stored(result())
    (folder / "out/a1_pooling/bob.json").write_text("{")
    (folder / "out/a1_pooling/cem.json").mkdir()
    (folder / "made").write_text("old")
    line = usage(export("csv"))
    assert "nothing was written: out/a1_pooling/bob.json is no result" in line
    assert "cem.json" in line
    assert (folder / "made").read_text() == "old"


def test_a_student_with_two_results_is_refused(stored, export):
    folder = stored(result())
    copy = folder / "out/a1_pooling/copy.json"
    copy.write_bytes((folder / "out/a1_pooling/ada.json").read_bytes())
    assert "ada.json and out/a1_pooling/copy.json are results of the same" in usage(export("csv"))


def test_one_worksheet_holds_one_assignment(stored, export):
    folder = stored(result(), result(**SECOND))
    (folder / "sheet.csv").write_text(SHEET)
    line = usage(export("moodle", "--template", "sheet.csv"))
    assert "out holds a1_pooling, a2_norm, a worksheet one assignment" in line
    assert export("moodle", "--template", "sheet.csv", place="out/a2_norm").status == 0


@pytest.mark.parametrize("to", ["gradescope", "classroom50"])
def test_one_file_holds_one_hand_in(stored, export, to):
    stored(result(), result(student="zoe"))
    assert f"out holds 2 results, --to {to} takes one: give its file" in usage(export(to))


@pytest.mark.parametrize(
    ("to", "more", "why"),
    [
        ("csv", ["--template", "book.csv"], "--template has no meaning for --to csv"),
        ("canvas", [], "--to canvas needs --template FILE"),
        ("moodle", [], "--to moodle needs --template FILE"),
        ("canvas", ["--template", "none.csv"], "none.csv cannot be read: No such file"),
        ("csv", ["--visibility", "hidden"], "--visibility has no meaning for --to csv"),
        ("gradescope", ["--scale"], "--scale has no meaning for --to gradescope"),
    ],
)
def test_options_that_do_not_fit_are_refused(stored, export, to, more, why):
    folder = stored(result())
    assert why in usage(export(to, *more))
    assert not (folder / "made").exists()


def test_what_is_not_offered_is_refused_with_what_is(stored, export):
    stored(result())
    done = export("blackbored")
    assert done.status == 2
    assert "classroom50" in done.err


@pytest.mark.parametrize(
    ("place", "out", "why"),
    [
        ("none", "made", "none does not exist"),
        ("empty", "made", "empty holds no results"),
        ("out", "empty", "--out empty is no file"),
        ("out", "out/a1_pooling/x.json", "would lie among the results"),
        ("out/a1_pooling/ada.json", "out/a1_pooling/ada.json", "would lie among the results"),
        ("out", "out/a1_pooling/ada.json/made", "cannot be written: "),
    ],
)
def test_places_that_do_not_fit_are_refused(stored, export, place, out, why):
    folder = stored(result())
    (folder / "empty").mkdir()
    before = (folder / "out/a1_pooling/ada.json").read_bytes()
    assert why in usage(export("csv", place=place, out=out))
    assert (folder / "out/a1_pooling/ada.json").read_bytes() == before


def test_nothing_is_left_beside_the_file(stored, export):
    folder = stored(result())
    done = export("csv", out="new/folder/made.csv")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("wrote new/folder/made.csv: ")
    assert done.out.endswith(", in new/, which is new\n")
    assert [path.name for path in (folder / "new/folder").iterdir()] == ["made.csv"]


def test_the_command_loads_no_torch():
    code = "import sys, autograder.cli.export; print({'torch', 'numpy'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment({}),
    )
    assert done.stdout == "set()\n"
