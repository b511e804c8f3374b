"""`autograder check`: what a student sees of the public tests before handing in."""

import re
import shutil

import pytest
from conftest import ROOT, TOML

PUBLIC = """\
import doubling
import pytest


@pytest.mark.question("double")
def test_three_is_doubled():
    assert doubling.double(3) == 6, "twice 3 is 6"


@pytest.mark.question("half")
def test_four_is_halved():
    assert doubling.half(4) == 2


@pytest.mark.question("half")
def test_odd_numbers_are_refused():
    with pytest.raises(ValueError):
        doubling.half(3)
"""
HALF = '\n[[questions]]\nid = "half"\ntitle = "Half the number"\npoints = 1\nnames = ["half"]\n'
MODULE = """\
def double(x):
    return x * x


def half(x):
    if x % 2:
        raise NotImplementedError
    return x // 2
"""


@pytest.fixture
def folder(tmp_path, write_files):
    files = {"assignment.toml": TOML + HALF, "test_public.py": PUBLIC, "doubling.py": MODULE}
    return write_files(tmp_path / "doubling", files)


ROW = re.compile(r"  ([✓·✗]) (.+?) +(\d+) of (\d+) tests? pass(?:es)?")


def rows(done):
    """The line of each question: a sign, the title, how many tests pass, and of how many."""
    return [found.groups() for line in done.out.splitlines() if (found := ROW.fullmatch(line))]


def one_line(done):
    assert done.status == 2
    assert done.out == ""
    (line,) = done.err.splitlines()
    return line


def test_the_stub_is_all_still_to_do(autograder):
    done = autograder("check", ROOT / "assignments/a1_pooling")
    assert done.status == 1
    assert done.err == ""
    assert len(rows(done)) == 8
    assert {(sign, passed) for sign, _, passed, _ in rows(done)} == {("·", "0")}
    assert done.out.count("still to do") == 8


def test_the_solution_passes(tmp_path, autograder):
    ours = shutil.ignore_patterns("__pycache__")  # others may be writing there
    shutil.copytree(ROOT / "assignments/a1_pooling", tmp_path / "a1_pooling", ignore=ours)
    shutil.copy(ROOT / "solutions/a1_pooling/pooling.py", tmp_path / "a1_pooling")
    done = autograder("check", "a1_pooling", cwd=tmp_path)
    assert done.status == 0
    assert len(rows(done)) == 8
    assert {sign for sign, *_ in rows(done)} == {"✓"}
    assert done.out.endswith(
        "would be graded: pooling.py; graded pooling.py; lesson.ipynb was ignored\n"
    )


@pytest.mark.parametrize("path", ["", "doubling.py"])
def test_each_question_shows_its_first_failure(folder, autograder, path):
    done = autograder("check", *[path][: bool(path)], cwd=folder)
    assert done.status == 1
    assert rows(done) == [
        ("✗", "Twice the number", "0", "1"),
        ("·", "Half the number", "1", "2"),
    ]
    assert "three is doubled: twice 3 is 6" in done.out
    assert "odd numbers are refused: still to do" in done.out


def test_one_question_alone(folder, autograder):
    done = autograder("check", "--question", "double", cwd=folder)
    assert done.status == 1
    assert rows(done) == [("✗", "Twice the number", "0", "1")]


def test_a_question_that_passes_is_enough_for_status_0(folder, autograder, write_files):
    right = MODULE.replace("x * x", "x + x")
    write_files(folder, {"doubling.py": right})
    done = autograder("check", "--question", "double", cwd=folder)
    assert done.status == 0
    assert rows(done) == [("✓", "Twice the number", "1", "1")]


@pytest.mark.parametrize(
    ("module", "words"),
    [
        pytest.param(
            "def double(x)\n    return 2\n", ["SyntaxError: expected ':'", "line 1"], id="syntax"
        ),
        pytest.param("import no_such_module\n", ["no_such_module"], id="import"),
    ],
)
def test_a_module_that_cannot_be_imported_is_named(folder, autograder, write_files, module, words):
    done = autograder("check", cwd=write_files(folder, {"doubling.py": module}))
    assert done.status == 1
    assert rows(done) == [("✗", "doubling.py", "0", "1")]
    assert "Traceback" not in done.out + done.err
    assert [word for word in words if word not in done.out] == []


def test_checking_leaves_nothing_but_pythons_cache(folder, autograder):
    before = sorted(folder.iterdir())
    autograder("check", cwd=folder)
    assert [path for path in sorted(folder.iterdir()) if path.name != "__pycache__"] == before


# ------------------------------------------------------------------------- the student's wrong call


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere",), ["nowhere does not exist", "give the folder with your module"]),
        (("..",), ["holds no assignment.toml", "give an assignment's folder"]),
        (("--question", "third"), ["no question 'third'", "there are: double, half"]),
        (("--question", "dubble"), ["there are: double, half; did you mean double?"]),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(folder, autograder, arguments, words):
    line = one_line(autograder("check", *arguments, cwd=folder))
    assert [word for word in words if word not in line] == []


def test_a_missing_module_is_one_line_and_status_2(folder, autograder):
    (folder / "doubling.py").unlink()
    assert "holds no doubling.py: it is what you write" in one_line(autograder("check", cwd=folder))


def test_a_broken_assignment_file_is_one_line_and_status_2(folder, autograder, write_files):
    write_files(folder, {"assignment.toml": "title = "})
    assert "assignment.toml" in one_line(autograder("check", cwd=folder))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lesson.ipynb", "lesson.ipynb is a notebook, and the public tests check doubling.py"),
        ("my_doubling.py", "the public tests check doubling.py, not my_doubling.py"),
    ],
)
def test_another_file_is_refused_and_nothing_is_checked_in_its_place(
    folder, autograder, write_files, name, words
):
    write_files(folder, {name: "x = 1\n"})
    done = autograder("check", folder / name)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert words in done.err
