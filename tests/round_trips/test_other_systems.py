"""Systems without a gradebook to fill in take every score back, or fill another system's."""

import csv
import io
import zipfile

from conftest import ROOT
from gradebooks import CANVAS_BOOK, graded, table
from made_results import question, result

from autograder import results
from autograder.course.find import find_assignment
from autograder.submission.discover import discover
from autograder.submission.roster import join, read_roster

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
