"""Every form that a hand-in comes in is read; what is no hand-in is the instructor's mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from layouts.made import POOLING, lay
from made_handins import CODE, NOTEBOOK, assert_problem, one, zipped

from autograder.errors import UsageError
from autograder.submission.discover import discover
from autograder.submission.record import Submission

# ------------------------------------------------------------------------------- forms of a hand-in


def test_a_module_of_any_name_is_graded_as_the_assignments(tmp_path):
    lay(tmp_path, {"ada.py": CODE})
    assert one(tmp_path / "ada.py") == Submission("ada", {"pooling.py": CODE}, "pooling.py")
    assert one(tmp_path / "ada.py", "Ada L.").student == "Ada L."


def test_reading_hand_ins_needs_neither_torch_nor_numpy():
    program = "import sys, autograder.submission.discover as d; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert not {b"torch", b"numpy"} & set(result.stdout.split())


def test_a_notebook_is_a_hand_in(tmp_path):
    lay(tmp_path, {"ada.ipynb": NOTEBOOK})
    assert one(tmp_path / "ada.ipynb") == Submission("ada", {"ada.ipynb": NOTEBOOK}, "ada.ipynb")


@pytest.mark.parametrize("top", ["", "work/", "a/b/c/"])
def test_a_zip_is_a_hand_in(tmp_path, top):
    content = zipped([(f"{top}pooling.py", CODE), (f"{top}helpers.py", b"x = 1")])
    lay(tmp_path, {"ada.zip": content})
    submission = one(tmp_path / "ada.zip")
    assert submission.student == "ada"
    assert submission.files == {"pooling.py": CODE, "helpers.py": b"x = 1"}
    assert submission.main == "pooling.py"


@pytest.mark.parametrize(
    "file", ["pooling.py", "Pooling.py", "work/pooling.py", "w.ipynb", "s/w.ipynb"]
)
def test_a_folder_is_one_hand_in(tmp_path, file):
    lay(tmp_path / "ada", {file: NOTEBOOK if file.endswith("ipynb") else CODE, "README.md": b"#"})
    submission = one(tmp_path / "ada")
    assert submission.student == "ada"
    assert submission.main == Path(file).name
    assert not submission.problem


def test_the_folder_one_stands_in_is_a_hand_in(tmp_path, monkeypatch):
    lay(tmp_path / "ada", {"pooling.py": CODE})
    monkeypatch.chdir(tmp_path / "ada")
    assert one(Path()).student == "ada"


def test_a_link_that_the_instructor_gives_is_followed(tmp_path):
    lay(tmp_path, {"files/pooling.py": CODE})
    (tmp_path / "ada").symlink_to("files")
    assert one(tmp_path / "ada") == Submission("ada", {"pooling.py": CODE}, "pooling.py")


MIX = {
    "ada.py": CODE,
    "bob.ipynb": NOTEBOOK,
    "cem.zip": zipped([("cem/pooling.py", CODE)]),
    "dan/pooling.py": CODE,
    "eve/mine.py": CODE,
    "Fé Ü/work/lesson.ipynb": NOTEBOOK,
    ".hidden.py": CODE,
    ".ipynb_checkpoints/x.py": CODE,
    "__pycache__/ada.cpython-311.pyc": b"0",
    "__MACOSX/._ada.py": b"0",
    "README.md": b"#",
    "grades.csv": b"a,b",
    "notes.txt": b"",
}
STUDENTS = ["Fé Ü", "ada", "bob", "cem", "dan", "eve"]


@pytest.mark.parametrize("form", ["folder", "zip", "zip with a folder"])
def test_a_folder_of_hand_ins_in_any_mix(tmp_path, form):
    if form == "folder":
        path = lay(tmp_path / "all", MIX)
    else:
        top = "all/" if form == "zip with a folder" else ""
        path = tmp_path / "all.zip"
        path.write_bytes(zipped([(f"{top}{name}", content) for name, content in MIX.items()]))
    found = discover(path, POOLING)
    assert [submission.student for submission in found] == STUDENTS
    assert [submission.problem for submission in found] == [""] * 6
    assert found == discover(path, POOLING)
    with pytest.raises(UsageError, match="names one hand-in, but 6 were found"):
        discover(path, POOLING, "ada")


TREE = {
    "ada/a1_pooling/pooling.py": CODE,
    "bob/a1_pooling/": b"",
    "cem/a2_conv/conv.py": CODE,
    "dan/a1_pooling/lesson.ipynb": NOTEBOOK,
    "dan/a1_pooling/timestamp.txt": b"2026-11-21",
    "dan/a2_conv/conv.py": CODE,
}


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_nbgraders_tree(tmp_path, form):
    path = tmp_path / "all.zip"
    if form == "zip":
        path.write_bytes(zipped(list(TREE.items())))
    else:
        path = lay(tmp_path / "submitted", TREE)
    ada, bob, dan = discover(path, POOLING)
    assert ada == Submission("ada", {"pooling.py": CODE}, "pooling.py")
    assert bob.student == "bob"
    assert_problem(bob, "Expected pooling.py", "holds no files")
    assert (dan.student, dan.main) == ("dan", "lesson.ipynb")


def test_a_part_of_nbgraders_tree_keeps_the_students_name(tmp_path):
    lay(tmp_path, TREE)
    assert one(tmp_path / "ada").student == "ada"
    assert one(tmp_path / "ada/a1_pooling").student == "ada"
    assert one(tmp_path / "dan").main == "lesson.ipynb"


# ------------------------------------------------------------------------ the instructor's mistakes


@pytest.mark.parametrize(
    "name", ["nowhere", "notes.txt", "empty", "link", "pipe.py", "a\0b", "x.rar"]
)
def test_what_is_no_hand_in_at_all_is_a_usage_error(tmp_path, name):
    lay(tmp_path, {"notes.txt": b"1", "empty/": b"", "empty/README.md": b"", "x.rar": b"1"})
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.py")
    with pytest.raises(UsageError, match=r"notebook(,| or) a zip"):
        discover(tmp_path / name, POOLING)


@pytest.mark.parametrize("student", ["", " ", "a/b", "a\nb", "\x1b[31m", "\udcff"])
def test_an_odd_student_is_a_usage_error(tmp_path, student):
    lay(tmp_path, {"ada.py": CODE})
    with pytest.raises(UsageError, match="--student"):
        discover(tmp_path / "ada.py", POOLING, student)


def test_two_hand_ins_of_one_student_are_a_usage_error(tmp_path):
    lay(tmp_path, {"ada.py": CODE, "ada/pooling.py": CODE, "bob.py": CODE})
    with pytest.raises(
        UsageError, match=r"student ada has two hand-ins, ada.py and ada/; expected one: keep one"
    ):
        discover(tmp_path, POOLING)
