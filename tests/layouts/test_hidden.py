"""Hidden files, and what tools leave behind, are counted by kind: a drop that is said, in one line."""

import pytest

from autograder.submission.discover import not_looked_at
from layouts.made import GOOD, POOLING, call, graded, lay, zipped

CLASS = {"ada/pooling.py": GOOD, "bob/pooling.py": GOOD}
MAC = zipped({"pooling.py": GOOD, "__MACOSX/._pooling.py": b"", ".DS_Store": b""})
CASES = {
    "nothing": ({}, ""),
    "a file": ({"ada/.env": b""}, "1 hidden file"),
    "folders of tools count once": (
        {"ada/.git/HEAD": b"", "ada/.git/config": b"", "bob/.git/HEAD": b"", "bob/.idea/x": b""},
        "2 of .git, 1 of .idea",
    ),
    "what Python wrote": (
        {"ada/__pycache__/a.pyc": b"", "bob/a.pyc": b""},
        "1 of *.pyc, 1 of __pycache__",
    ),
    "in zips of students": ({"cem.zip": MAC, "dee.zip": MAC}, "2 of .DS_Store, 2 of __MACOSX"),
    "in a zip in a zip": ({"cem.zip": zipped({"work.zip": MAC})}, "1 of .DS_Store, 1 of __MACOSX"),
    "many kinds": (
        {f"ada/.{letter}/x": b"" for letter in "abcdefg"} | {"ada/.x": b"", "bob/.x": b""},
        "2 hidden files, 1 of .a, 1 of .b, 1 of .c, 1 of .d, 3 of other kinds",
    ),
    "a zip that is none": ({"cem.zip": b"PK"}, ""),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_looked_at_is_counted(tmp_path, case):
    files, words = CASES[case]
    lay(tmp_path / "all", {**CLASS, **files})
    assert not_looked_at(tmp_path / "all", POOLING) == words
    assert {"ada": GOOD, "bob": GOOD}.items() <= graded(call(tmp_path / "all")).items()


def test_a_download_as_a_zip_is_counted_alike(tmp_path):
    (tmp_path / "all.zip").write_bytes(zipped({**CLASS, "__MACOSX/ada/._x": b"", "bob/.x": b""}))
    assert not_looked_at(tmp_path / "all.zip", POOLING) == "1 hidden file, 1 of __MACOSX"


def test_the_results_are_no_part_of_it(tmp_path):
    lay(tmp_path / "all", {**CLASS, "out/.tmp": b""})
    assert not_looked_at(tmp_path / "all", POOLING, tmp_path / "all/out") == ""
