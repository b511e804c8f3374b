"""Gradebooks as their systems write them, and results to fill them with.

Each gradebook and each name is made by hand, as the system documents or writes it.
"""

import csv
import io

from made_results import result

from autograder import results

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


def exporter(autograder, folder):
    """Runs `autograder export` in the folder; gives what it says and where it wrote."""

    def run(to, *more, out="made"):
        done = autograder("export", "out", "--to", to, "--out", out, *more, cwd=folder)
        assert (done.status, done.err) == (0, "")
        return done.out, folder / out

    return run


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


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
