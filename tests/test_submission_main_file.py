"""Of all files of a hand-in one is graded, or the student reads why none is."""

import pytest
from made_handins import CODE, NOTEBOOK, assert_problem, handed_in


@pytest.mark.parametrize(
    ("names", "main", "note"),
    [
        (["pooling.py", "helpers.py"], "pooling.py", None),
        (
            ["pooling.py", "lesson.ipynb"],
            "pooling.py",
            "graded pooling.py; lesson.ipynb was ignored",
        ),
        (["pooling.py", "old/pooling.py"], "pooling.py", "old/pooling.py was ignored"),
        (["src/pooling.py", "t/test_x.py"], "pooling.py", "graded src/pooling.py"),
        (["POOLING.py", "a.py"], "POOLING.py", "graded POOLING.py as pooling.py"),
        (["pooling.py", "Pooling.py"], "pooling.py", None),
        (["w.ipynb"], "w.ipynb", None),
        (["w.ipynb", "lesson.ipynb"], "lesson.ipynb", "graded lesson.ipynb; w.ipynb was ignored"),
        (["w.ipynb", "a1_pooling.ipynb"], "a1_pooling.ipynb", "w.ipynb was ignored"),
        (["w.ipynb", "mine.py"], "w.ipynb", "mine.py was ignored"),
        (["w.ipynb", "old/v.ipynb"], "w.ipynb", "old/v.ipynb was ignored"),
        (["mine.py", "test_a.py", "conftest.py"], "mine.py", "graded mine.py as pooling.py"),
    ],
)
def test_the_file_to_grade(tmp_path, names, main, note):
    files = {name: NOTEBOOK if name.endswith("ipynb") else CODE for name in names}
    submission = handed_in(tmp_path, files)
    assert submission.main == main
    assert submission.main in submission.files
    assert note is None or any(note in said for said in submission.notes)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ["Expected pooling.py; the hand-in holds no files", "Put pooling.py in it"]),
        (["a.py", "b.py"], ["Expected pooling.py; found a.py and b.py. Rename"]),
        (["x/pooling.py", "y/pooling.py"], ["found x/pooling.py and y/pooling.py", "Hand in only"]),
        (["v.ipynb", "w.ipynb"], ["found v.ipynb and w.ipynb", "named pooling.py"]),
        (["test_a.py"], ["found test_a.py. Rename"]),
        ([f"{c}.csv" for c in "abcdef"], ["found a.csv, b.csv, c.csv and 3 more files. Rename"]),
        (["work.zip"], ["found work.zip", "not in an archive"]),
    ],
)
def test_no_clear_file_to_grade_is_a_problem(tmp_path, names, words):
    files = {name: NOTEBOOK if name.endswith("ipynb") else CODE for name in names}
    assert_problem(handed_in(tmp_path, files), *words)


def test_the_graded_files_folder_becomes_the_top(tmp_path):
    files = {
        "src/pooling.py": CODE,
        "src/lib/a.py": b"1",
        "helpers.py": b"2",
        "src/helpers.py": b"3",
    }
    submission = handed_in(tmp_path, {**files, "x.csv": b"4"})
    expected = {"pooling.py": CODE, "lib/a.py": b"1", "helpers.py": b"3", "x.csv": b"4"}
    assert submission.files == expected
