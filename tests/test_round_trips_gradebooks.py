"""From the names of a download to every row of the gradebook: nothing is retyped on the way.

Each gradebook and each name is made by hand, as the system documents or writes it; what reads the
export here goes by the rules of the system's own importer, named with its version.
"""

import csv
import io
import re
import zipfile

import pytest
from conftest import ROOT
from made_results import question, result

from autograder import results
from autograder.course.find import find_assignment
from autograder.submission.discover import discover
from autograder.submission.roster import join, read_roster

# Canvas: github.com/instructure/canvas-lms, lib/gradebook_exporter.rb at 0140a2e for the gradebook;
# lib/content_zipper.rb for names of a download: name, "_LATE", user, file, title.
CANVAS_NAMES = (
    "lovelaceada_1042_90871_pooling.py",
    "lovelaceada_1042_90874_pooling-1.py",
    "turingalan_LATE_1043_90877_pooling.py",
    "núñezmaría_1044_90880_my_pooling_v2.py",
)
CANVAS_BOOK = """\
Student,ID,SIS User ID,SIS Login ID,Section,Max pooling (4711),Final Score
    Points Possible,,,,,20.00,(read only)
"Lovelace, Ada",1042,S1,ada@uni.example,CNN,,
"Turing, Alan",1043,S2,alan@uni.example,CNN,,
"Núñez, María",1044,S3,maria@uni.example,CNN,,
"""
CANVAS_CLASS = {"lovelaceada": "1042", "turingalan": "1043", "núñezmaría": "1044"}
# Moodle: github.com/moodle/moodle, mod/assign/gradingtable.php at 003699d for the worksheet,
# mod/assign/feedback/file/importziplib.php at 0203d8f for the folders.
MOODLE_SHEET = """\
\ufeffIdentifier,"Full name",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (grade)"
"Participant 123456","Ada Lovelace",Submitted,,20.00,Yes,-
"Participant 123457","Alan Turing",Submitted,,20.00,Yes,-
"Participant 123458","Ada Lovelace",Submitted,,20.00,Yes,-
"""
MOODLE_CLASS = {
    "Ada Lovelace (123456)": ("Ada Lovelace", "123456"),
    "Alan Turing": ("Alan Turing", "123457"),
    "Ada Lovelace (123458)": ("Ada Lovelace", "123458"),
}


def graded(folder, students):
    """Results of `students`, name -> ids, each with a score of its own."""
    for n, (student, ids) in enumerate(students.items()):
        results.write(folder / "out", result(student=student, ids=ids, score=float(n + 1)))


@pytest.fixture
def export(autograder, tmp_path):
    def run(to, *more, out="made"):
        done = autograder("export", "out", "--to", to, "--out", out, *more, cwd=tmp_path)
        assert (done.status, done.err) == (0, "")
        return done.out, tmp_path / out

    return run


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_canvas_fills_every_row(tmp_path, export):
    graded(tmp_path, {name: {"canvas": id, "name": name} for name, id in CANVAS_CLASS.items()})
    (tmp_path / "book.csv").write_text(CANVAS_BOOK, encoding="utf-8")
    said, made = export("canvas", "--template", "book.csv", "--column", "Max pooling")
    assert said == "wrote made: 3 scores\n"
    assert [row["Max pooling (4711)"] for row in table(made)] == ["20.00", "1", "2", "3"]


def test_anonymous_hand_ins_are_told_to_be_downloaded_again(autograder, tmp_path):
    graded(tmp_path, {"anon_a1B2c": {"canvas_anonymous": "a1B2c"}})
    (tmp_path / "book.csv").write_text(CANVAS_BOOK, encoding="utf-8")
    command = ["export", "out", "--out", "made", "--to", "canvas", "--template", "book.csv"]
    done = autograder(*command, "--column", "Max pooling", cwd=tmp_path)
    assert done.status == 1
    assert "anon_a1B2c (a1_pooling): was handed in anonymously; grade the download" in done.err
    assert "0 of 1 scores entered" in done.err


def test_canvas_takes_every_text_back_under_the_downloads_own_name(tmp_path, export):
    graded(tmp_path, {name: {"canvas": id, "name": name} for name, id in CANVAS_CLASS.items()})
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as download:
        for name in CANVAS_NAMES:
            download.writestr(name, "")
    said, made = export("canvas-feedback", "--template", "submissions.zip")
    assert said == "wrote made: 3 pages\n"
    with zipfile.ZipFile(made) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(texts) == {*CANVAS_NAMES} - {CANVAS_NAMES[0]}
    users = {canvas_user(name): text for name, text in texts.items()}
    for n, user in enumerate(CANVAS_CLASS.values()):
        assert f": {n + 1} / 20" in users[user]


def canvas_user(name):
    """app/models/abstract_assignment.rb, `infer_comment_context_from_filename`."""
    user, file = [part for part in name.split("_") if re.fullmatch(r"\d+", part)][:2]
    assert any(f"_{user}_{file}_" in known for known in CANVAS_NAMES)
    return user


def test_moodle_fills_every_row_also_of_two_with_one_name(tmp_path, export):
    ids = {s: {"moodle": number, "name": name} for s, (name, number) in MOODLE_CLASS.items()}
    graded(tmp_path, ids)
    (tmp_path / "sheet.csv").write_text(MOODLE_SHEET, encoding="utf-8")
    said, made = export("moodle", "--template", "sheet.csv")
    assert said == "wrote made: 3 scores\n"
    assert [row["Grade"] for row in table(made)] == ["1", "2", "3"]


def test_moodle_takes_every_page_back(tmp_path, export):
    ids = {s: {"moodle": number, "name": name} for s, (name, number) in MOODLE_CLASS.items()}
    ids["odd"] = {"moodle": "123459", "name": "Anna_Maria 7_8 / O'Neil"}
    graded(tmp_path, ids)
    said, made = export("moodle-feedback", out="feedback.zip")
    assert said == "wrote feedback.zip: 4 pages\n"
    with zipfile.ZipFile(made) as archive:
        pages = {moodle_reads(name): archive.read(name).decode() for name in archive.namelist()}
    for n, known in enumerate(ids.values()):
        page = pages[known["moodle"], "feedback.html"]
        assert f"{n + 1}" in re.sub(r"<[^>]*>", " ", page)
    assert "Alan Turing" in pages["123457", "feedback.html"]
    assert "Lovelace" not in pages["123457", "feedback.html"]


def moodle_reads(path):
    """The participant and the file's name: `is_valid_filename_for_import` of importziplib.php."""
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) >= 4 and info[1].isdecimal():
            assert info[2:4] == ["assignsubmission", "file"]
            return info[1], "/".join([*filter(None, info[4:]), *parts])
    raise AssertionError(path)


# Blackboard: the title of a column as "Work offline" writes it, github.com/nbeaver/offline-grades-upload,
# readme.rst; names of a download hold the login.
BLACKBOARD_BOOK = """\
\ufeff"Last Name","First Name","Username","Student ID","Last Access","Availability","a1_pooling [Total Pts: 20 Score] |664617","Total [Total Pts: up to 20 Score] |664600"
"Lovelace","Ada","ada01","S1","2026-10-01 10:00:00","Yes","",""
"Turing","Alan","alan02","S2","2026-10-01 10:00:00","Yes","Needs Grading",""
"""
# Brightspace: community.d2l.com, article 3538, "Importing grades"; names of a download hold the name.
BRIGHTSPACE_BOOK = """\
OrgDefinedId,Username,Last Name,First Name,Max pooling Points Grade <Numeric MaxPoints:20>,End-of-Line Indicator
#20067930,#ada01,Lovelace,Ada,,#
#20067931,#alan02,Turing,Alan,,#
"""


def test_blackboard_fills_every_row(tmp_path, export):
    graded(tmp_path, {login: {"login": login} for login in ("ada01", "alan02")})
    (tmp_path / "book.csv").write_text(BLACKBOARD_BOOK, encoding="utf-8")
    said, made = export("blackboard", "--template", "book.csv")
    assert said == "wrote made: 2 scores\n"
    assert [row["a1_pooling [Total Pts: 20 Score] |664617"] for row in table(made)] == ["1", "2"]


def test_brightspace_fills_every_row_and_keeps_its_signs(tmp_path, export):
    names = {"Ada Lovelace": "12346", "Alan Turing": "12347"}
    graded(tmp_path, {name: {"brightspace": id, "name": name} for name, id in names.items()})
    (tmp_path / "book.csv").write_text(BRIGHTSPACE_BOOK, encoding="utf-8")
    _, made = export("brightspace", "--template", "book.csv", "--column", "Max pooling")
    assert made.read_text().splitlines()[1:] == [
        "#20067930,#ada01,Lovelace,Ada,1,#",
        "#20067931,#alan02,Turing,Alan,2,#",
    ]


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("blackboard", "no gradebook of Blackboard: expected a column Username"),
        ("brightspace", "no gradebook of Brightspace: expected a column End-of-Line"),
    ],
)
def test_another_systems_gradebook_is_refused(autograder, tmp_path, to, why):
    graded(tmp_path, {"zoe": {}})
    (tmp_path / "book.csv").write_text(CANVAS_BOOK, encoding="utf-8")
    command = ["export", "out", "--out", "made", "--to", to, "--template", "book.csv"]
    done = autograder(*command, cwd=tmp_path)
    assert (done.status, why in done.err) == (2, True)


def test_the_same_results_give_the_same_zip(tmp_path, export):
    graded(tmp_path, {"Alan Turing": {"moodle": "1", "name": "Alan Turing"}})
    _, made = export("moodle-feedback")
    first = made.read_bytes()
    export("moodle-feedback")
    assert made.read_bytes() == first


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["moodle-feedback"], "no page for zoe (a1_pooling): no participant's number is known"),
        (
            ["canvas-feedback", "--template", "down"],
            "no page for zoe (a1_pooling): no user's number",
        ),
    ],
)
def test_who_gets_no_page_is_told_and_no_empty_zip_is_written(autograder, tmp_path, more, why):
    graded(tmp_path, {"zoe": {}})
    (tmp_path / "down").mkdir()
    done = autograder("export", "out", "--out", "made", "--to", *more, cwd=tmp_path)
    assert (done.status, done.out) == (1, "")
    assert why in done.err
    assert "made was not written: it would hold no page" in done.err
    assert not (tmp_path / "made").exists()


def test_what_is_no_download_is_refused(autograder, tmp_path):
    graded(tmp_path, {"zoe": {}})
    (tmp_path / "book.csv").write_text(CANVAS_BOOK, encoding="utf-8")
    command = ["export", "out", "--out", "made", "--to", "canvas-feedback"]
    done = autograder(*command, "--template", "book.csv", cwd=tmp_path)
    assert (done.status, "book.csv is no zip or folder of hand-ins" in done.err) == (2, True)
    assert "the zip of hand-ins as downloaded" in autograder(*command, cwd=tmp_path).err


# ---------------------------------------------------------------- from the download itself

DOWNLOADS = {
    "canvas": (CANVAS_NAMES, CANVAS_BOOK, ("--column", "Max pooling")),
    "moodle": (
        tuple(
            f"{name}_{number}_assignsubmission_file_/pooling.py"
            for name, number in MOODLE_CLASS.values()
        ),
        MOODLE_SHEET,
        (),
    ),
    "blackboard": (
        tuple(
            f"Pooling_{login}_attempt_2026-10-0{n}-10-00-00_pooling.py"
            for n, login in enumerate(("ada01", "alan02"), 1)
        ),
        BLACKBOARD_BOOK,
        (),
    ),
    "brightspace": (
        (
            "12346-664617 - Ada Lovelace - October 1, 2026 1005 AM/pooling.py",
            "12347-664617 - Alan Turing - October 1, 2026 1105 AM/pooling.py",
        ),
        BRIGHTSPACE_BOOK,
        ("--column", "Max pooling"),
    ),
}


@pytest.mark.parametrize("to", DOWNLOADS)
def test_every_row_is_filled_by_what_the_download_itself_says(tmp_path, export, to):
    names, book, more = DOWNLOADS[to]
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as download:
        for name in names:
            download.writestr(name, "def max_pool2d(x, kernel_size):\n    return x\n")
    assignment = find_assignment(ROOT, "a1_pooling")
    found = discover(tmp_path / "submissions.zip", assignment)
    graded(tmp_path, {submission.student: submission.ids for submission in found})
    (tmp_path / "book.csv").write_text(book, encoding="utf-8")
    said, _ = export(to, "--template", "book.csv", *more)
    rows = sum(name in book for name in ("Ada", "Alan", "Núñez")) + (to == "moodle")
    assert (len(found), said) == (rows, f"wrote made: {rows} scores\n")


@pytest.mark.parametrize(
    ("to", "book", "numbers", "more"),
    [
        ("canvas", CANVAS_BOOK, ("S1", "S2", "S3"), ("--column", "Max pooling")),
        ("blackboard", BLACKBOARD_BOOK, ("S1", "S2"), ()),
        ("brightspace", BRIGHTSPACE_BOOK, ("20067930", "20067931"), ("--column", "Max pooling")),
    ],
)
def test_the_institutions_number_is_known_in_every_gradebook(
    tmp_path, export, to, book, numbers, more
):
    """Gradescope's export and rosters know students by it."""
    graded(tmp_path, {f"student {n}": {"sid": sid} for n, sid in enumerate(numbers)})
    (tmp_path / "book.csv").write_text(book, encoding="utf-8")
    said, _ = export(to, "--template", "book.csv", *more)
    assert said == f"wrote made: {len(numbers)} scores\n"


# ------------------------------------------------------- systems without a gradebook to fill in

MODULE = "def max_pool2d(x, kernel_size):\n    return x\n"


def called(tmp_path, files, roster=""):
    """Who handed in, out of a download, as the roster completes them."""
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as download:
        for name, content in files.items():
            download.writestr(name, content)
    found = discover(tmp_path / "submissions.zip", find_assignment(ROOT, "a1_pooling"))
    if not roster:
        return found
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    joined = join(found, read_roster(tmp_path / "roster.csv"))
    assert (joined.missing, joined.strangers) == ([], [])
    return joined.submissions


# Autolab: github.com/autolab/Autolab at 01333ea, app/controllers/assessment/grading.rb, for what
# comes back; app/models/submission.rb for names of a download.
def autolab_reads(text, problems):
    """`parse_csv_row`: mail, a number for each problem, the kind of grade."""
    for row in csv.reader(io.StringIO(text)):
        mail, data, kind = row[0], row[1 : 1 + problems], row[1 + problems :]
        assert kind == []
        yield mail, [float(datum) for datum in data]


def test_autolab_takes_every_score_back(tmp_path, autograder):
    names = ["ada@uni.example_1_pooling.py", "ada@uni.example_2_pooling.py", "b@u.org_1_pooling.py"]
    found = called(tmp_path, dict.fromkeys(names, MODULE))
    for n, submission in enumerate(found, 1):
        questions = [question(score=n), question(score=0.5, id="avg", title="Average pooling")]
        made = result(*questions, student=submission.student, ids=submission.ids, score=n + 0.5)
        results.write(tmp_path / "out", made)
    command = ("export", "out", "--to", "autolab", "--out", "made")
    done = autograder(*command, cwd=tmp_path)
    assert (done.status, done.out) == (0, "wrote made: 2 scores\n")
    assert "problems must be these, in this order: Max pooling, Average pooling" in done.err
    rows = dict(autolab_reads((tmp_path / "made").read_text(), problems=2))
    assert rows == {"ada@uni.example": [1.0, 0.5], "b@u.org": [2.0, 0.5]}


# Gradescope documents no format of its export: keys :submitters:, :name:, :sid:, :email: as it wrote them.
GRADESCOPE = """\
submission_201:
  :submitters:
  - :name: Ada Lovelace
    :sid: S1
    :email: ada@uni.example
  - :name: Alan Turing
    :sid: S2
    :email: alan@uni.example
  :status: processed
submission_202:
  :submitters:
  - :name: María Núñez
    :sid:
    :email: maria@uni.example
"""


def test_gradescopes_groups_fill_every_row_of_canvas(tmp_path, export):
    files = {
        "assignment_9_export/submission_metadata.yml": GRADESCOPE,
        "assignment_9_export/submission_201/pooling.py": MODULE,
        "assignment_9_export/submission_202/pooling.py": MODULE,
    }
    graded(tmp_path, {each.student: each.ids for each in called(tmp_path, files)})
    (tmp_path / "book.csv").write_text(CANVAS_BOOK, encoding="utf-8")
    said, made = export("canvas", "--template", "book.csv", "--column", "Max pooling")
    assert said == "wrote made: 3 scores\n"
    assert all(row["Max pooling (4711)"] for row in table(made))


# GitHub Classroom: `gh classroom clone student-repos` (github/gh-classroom) for the folders; the roster
# as the classroom's page gives it, identifier, github_username, github_id, name; docs.github.com,
# REST API "Get assignment grades", schema of 2022-11-28: github_username, points_awarded.
CLASSROOM_ROSTER = """\
"identifier","github_username","github_id","name"
"S1","ada-l","1","Ada"
"S2","turing","2",""
"S3","maria-n","3",""
"""


def test_clones_of_github_classroom_fill_every_row_by_its_own_roster(tmp_path, export):
    logins = ("ada-l", "turing", "maria-n")
    files = {f"a1-pooling-submissions/a1-pooling-{login}/pooling.py": MODULE for login in logins}
    found = called(tmp_path, files, CLASSROOM_ROSTER)
    graded(tmp_path, {each.student: each.ids for each in found})
    (tmp_path / "book.csv").write_text(CANVAS_BOOK, encoding="utf-8")
    said, _ = export("canvas", "--template", "book.csv", "--column", "Max pooling")
    assert said == "wrote made: 3 scores\n"
    _, made = export("csv")
    assert {row["id_github"]: row["id_id"] for row in table(made)} == dict(
        zip(logins, ("S1", "S2", "S3"), strict=True)
    )


# nbgrader: `nbgrader zip_collect` and the exchange name what is handed in by the login, which is the
# student_id of nbgrader's own grades.csv (nbgrader 0.9.6, plugins/export.py); tests/test_nbgrader_course.py
# takes results back into its gradebook.
def test_nbgraders_exchange_is_known_by_the_login_of_its_gradebook(tmp_path, export):
    names = [f"{s}+a1_pooling+2026-10-01 10:00:00.000000 UTC+x/pooling.py" for s in ("ada", "b_1")]
    roster = "id,first_name,last_name,email\nada,Ada,Lovelace,\nb_1,Bob,Ross,\n"
    found = called(tmp_path, dict.fromkeys(names, MODULE), roster)
    graded(tmp_path, {each.student: each.ids for each in found})
    _, made = export("csv")
    assert [(row["student"], row["id_id"]) for row in table(made)] == [
        ("ada", "ada"),
        ("b_1", "b_1"),
    ]
