"""A module or notebook that cannot be read is a problem with its reason, for its student only."""

import json

import pytest
from layouts.made import lay
from made_handins import CODE, NOTEBOOK, among_good_ones, assert_problem, handed_in, one, zipped


@pytest.mark.parametrize("form", ["file", "folder", "zip"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", ["is empty. Write your solution"], id="empty"),
        pytest.param(b" \n\t\r\n", ["is empty. Write your solution"], id="blank"),
        pytest.param(b"\xef\xbb\xbf\n", ["is empty. Write your solution"], id="only a mark"),
        pytest.param(b"a = '\xff'", ["not UTF-8 text: byte 5", "Save it with"], id="latin-1"),
        pytest.param("é".encode("utf-16"), ["not UTF-8 text: byte 0", "Save it with"], id="UTF-16"),
        pytest.param(b"a = 1\0", ["NUL byte (byte 5)", "Save it with"], id="NUL"),
        pytest.param(
            b"# coding: utf-7\n", ["declares an encoding", "Delete that line"], id="utf-7"
        ),
        pytest.param(
            b"# coding: odd\n", ["declares an encoding", "Delete that line"], id="unknown"
        ),
        pytest.param(
            "# coding: latin-1\né".encode(), ["declares an encoding", "Delete that line"], id="both"
        ),
        pytest.param(b"#" * 262_145, ["larger than 256 KB", "Take large data out"], id="large"),
    ],
)
def test_a_bad_module_is_a_problem(tmp_path, form, content, words):
    lay(tmp_path, {"all/abe.py": CODE, "all/bob.py": CODE})
    name = {"file": "ada.py", "folder": "ada/pooling.py", "zip": "ada.zip"}[form]
    if form == "zip":
        content = zipped([("pooling.py", content)])
    lay(tmp_path / "all", {name: content})
    assert_problem(among_good_ones(tmp_path / "all"), ".py ", *words)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf" + CODE, b"# coding: latin-1\n" + CODE])
def test_harmless_marks_are_accepted(tmp_path, content):
    lay(tmp_path, {"ada.py": content})
    assert one(tmp_path / "ada.py").files["pooling.py"] == content.removeprefix(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", ["work.ipynb is empty"], id="empty"),
        pytest.param(b"no", ["not valid JSON", "save it"], id="no JSON"),
        pytest.param(b"[" * 100_000, ["not valid JSON", "save it"], id="deep"),
        pytest.param(b"{}", ["has no cells", "Open it in Jupyter"], id="no cells"),
        pytest.param(b'{"nbformat": 3}', ["old format 3", "Open it in Jupyter"], id="old"),
        pytest.param(b'{"cells": []}', ["has no code", "Save the notebook"], id="no code"),
        pytest.param(b" " * 4_194_305, ["larger than 4 MB", "Clear all outputs"], id="large"),
    ],
)
def test_a_bad_notebook_is_a_problem(tmp_path, content, words):
    assert_problem(handed_in(tmp_path, {"work.ipynb": content}), *words)


def test_pictures_in_a_notebook_are_fine(tmp_path):
    big = json.loads(NOTEBOOK)
    big["cells"][0]["outputs"] = ["x" * 3_000_000]
    assert not handed_in(tmp_path, {"work.ipynb": json.dumps(big).encode()}).problem
