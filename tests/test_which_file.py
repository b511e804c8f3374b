"""Which file of a hand-in counts, and what in it: told by content, and nothing is left out without a word."""

import io
import json
import tracemalloc
import zipfile

import pytest
from layouts.made import lay

from autograder.course.assignment import Assignment, Question
from autograder.submission import caps
from autograder.submission.delivery import Choice
from autograder.submission.discover import call_the_roll, discover
from autograder.submission.kinds import notebook_code
from autograder.submission.slim import without_outputs

QUESTION = Question("max_pool", "Max pooling", 4, ("max_pool2d",))
POOLING = Assignment("a1_pooling", "Pooling", "pooling.py", (QUESTION,))
SOURCE = "def max_pool2d(x):\n    return x\n"
GOOD = SOURCE.encode()
STUB = b"def max_pool2d(x):\n    raise NotImplementedError\n"


def notebook(*sources, outputs=(), **more):
    cells = [
        {"cell_type": "code", "metadata": {}, "source": source, "outputs": list(outputs)}
        for source in sources
    ]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": cells, **more}).encode()


LESSON = notebook("import torch", SOURCE)
UNTOUCHED = notebook("import torch", STUB.decode())
PICTURES = notebook(SOURCE, outputs=[{"data": {"image/png": "A" * (30 * caps.MB)}}])


def zipped(files):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return memory.getvalue()


@pytest.fixture(params=["folder", "zip"])
def ada(request, tmp_path):
    """Ada's hand-in of these files, in a class."""

    def handed_in(files):
        lay(tmp_path / "all", {"bob.py": GOOD, "cem.py": GOOD})
        if request.param == "zip":
            lay(tmp_path / "all", {"ada.zip": zipped(files)})
        else:
            lay(tmp_path / "all/ada", files)
        return discover(tmp_path / "all", POOLING)[0]

    return handed_in


# ---------------------------------------------------------------------- which file counts


@pytest.mark.parametrize(
    ("files", "main", "note"),
    [
        pytest.param(
            {"pooling.py": STUB, "pooling (1).py": GOOD},
            "pooling (1).py",
            "graded pooling (1).py: pooling.py is as it was handed out",
            id="a copy beside the stub",
        ),
        pytest.param(
            {"pooling.py": STUB, "my_pooling.py": GOOD, "helpers.py": b"x = 1"},
            "my_pooling.py",
            "graded my_pooling.py: pooling.py is as it was handed out",
            id="a module of another name",
        ),
        pytest.param(
            {"lesson.ipynb": UNTOUCHED, "lesson (1).ipynb": LESSON},
            "lesson (1).ipynb",
            "graded lesson (1).ipynb: lesson.ipynb is as it was handed out",
            id="a copy of the lesson",
        ),
        pytest.param(
            {"lesson.ipynb": notebook("import pooling"), "mine.py": GOOD},
            "mine.py",
            "graded mine.py: lesson.ipynb is as it was handed out",
            id="a lesson that defines nothing",
        ),
        pytest.param(
            {"first.py": GOOD, "second.py": b"x = 1"},
            "first.py",
            "graded first.py: no other file defines what is asked for",
            id="the only one that defines it",
        ),
        pytest.param(
            {"pooling.py": STUB, "a.py": GOOD, "b.py": GOOD},
            "pooling.py",
            "pooling.py is as it was handed out; a.py and b.py are not",
            id="two others",
        ),
        pytest.param(
            {"pooling.py": STUB, "test_a.py": GOOD, "b.py": STUB}, "pooling.py", None, id="no other"
        ),
        pytest.param(
            {"pooling.py.txt": GOOD},
            "pooling.py",
            "pooling.py.txt was read as pooling.py",
            id=".py.txt",
        ),
        pytest.param(
            {"lesson.ipynb.json": LESSON},
            "lesson.ipynb",
            "lesson.ipynb.json was read as lesson.ipynb",
            id=".ipynb.json",
        ),
        pytest.param(
            {"work.txt": LESSON}, "work.ipynb", "work.txt was read as work.ipynb", id="a text"
        ),
    ],
)
def test_the_file_that_was_written_counts_and_the_hand_in_says_so(ada, files, main, note):
    submission = ada(files)
    assert (submission.problem, submission.main) == ("", main)
    assert submission.main in submission.files
    assert note is None or note in submission.notes


def test_a_text_beside_the_file_that_it_is_a_copy_of_is_no_code(ada):
    submission = ada({"pooling.py": GOOD, "pooling.py.txt": b"old", "data.json": b'{"cells": 3}'})
    assert set(submission.files) == {"pooling.py", "pooling.py.txt", "data.json"}
    assert submission.notes == ()


# -------------------------------------------------------------------- what it is by content


def cells(submission):
    return notebook_code(submission.main, submission.files[submission.main])


COLAB = '# -*- coding: utf-8 -*-\n"""lesson\n\nAutomatically generated by Colab.\n"""\n\n!pip install einops\n'
EXPORTS = {
    "a notebook's JSON": LESSON,
    "its JSON with pictures": PICTURES,
    "Colab": (COLAB + SOURCE).encode(),
    "nbconvert": f"# In[1]:\n\nget_ipython().system('ls')\n\n# In[ ]:\n\n{SOURCE}".encode(),
    "jupytext": f"# %% [markdown]\n# Text\n\n# %%\n{SOURCE}\n# %%\ntrain()\n".encode(),
}


@pytest.mark.parametrize("content", EXPORTS.values(), ids=EXPORTS)
def test_a_module_that_came_from_a_notebook_is_read_as_one(ada, content):
    submission = ada({"pooling.py": content, "helpers.py": b"x = 1"})
    assert (submission.problem, submission.main) == ("", "pooling.py.ipynb")
    assert set(submission.files) == {"pooling.py.ipynb", "helpers.py"}
    assert any(SOURCE in cell for cell in cells(submission))
    assert "pooling.py is a notebook, and was read as one" in submission.notes


@pytest.mark.parametrize("content", [GOOD, b"# 100 %% sure\n" + GOOD, b'"""!pip x"""\n' + GOOD])
def test_a_module_stays_a_module(ada, content):
    submission = ada({"pooling.py": content})
    assert (submission.main, submission.files["pooling.py"]) == ("pooling.py", content)


@pytest.mark.parametrize("name", ["ada.py", "ada/pooling.py", "ada/lesson.ipynb"])
def test_a_zip_by_another_name_is_opened(tmp_path, name):
    lay(tmp_path / "all", {"bob.py": GOOD, "cem.py": GOOD, name: zipped({"w/pooling.py": GOOD})})
    ada = discover(tmp_path / "all", POOLING)[0]
    assert (ada.student, ada.problem, ada.files["pooling.py"]) == ("ada", "", GOOD)


MERGE = b"<<<<<<< HEAD\n    return x\n=======\n    return y\n>>>>>>> theirs\n"


@pytest.mark.parametrize("name", ["pooling.py", "lesson.ipynb"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\n<!DOCTYPE html>\n<html>", ["is a web page (HTML)", "Download or Raw"]),
        (b"<HTML><body>", ["is a web page (HTML)"]),
        (rb"{\rtf1\ansi def max_pool2d}", ["is rich text (RTF)", "Save it as plain text"]),
        (b"%PDF-1.7\n\xff", ["is a PDF"]),
        (
            b"def max_pool2d(x):\n" + MERGE,
            ["merge that was not finished (<<<<<<< on line 2)", "delete the marks"],
        ),
    ],
)
def test_what_is_no_code_is_called_what_it_is(ada, name, content, words):
    problem = ada({name: content, "notes.txt": b""}).problem
    assert all(word in problem for word in words), problem
    assert problem.endswith(".")


def test_marks_in_a_text_of_the_module_are_no_merge(ada):
    assert not ada({"pooling.py": b'"""\n' + MERGE + b'"""\n' + GOOD}).problem


# ------------------------------------------------------------------------------ caps are for code


CROWD = {
    "pictures and runs": {
        **{f"runs/{n}/events.out": b"1" for n in range(250)},
        **{f"{n}.png": b"\x89PNG" * 250_000 for n in range(30)},
    },
    "an environment": {
        "myenv/pyvenv.cfg": b"home = /usr",
        **{f"myenv/lib/{n}.py": b"x = 1" for n in range(300)},
    },
    "copies of other code": {f"deep/er/{n}.py": b"x = 1" for n in range(300)},
}


@pytest.mark.parametrize("crowd", CROWD.values(), ids=CROWD)
def test_a_crowd_beside_the_module_costs_nothing_and_is_told(ada, crowd):
    submission = ada({"pooling.py": GOOD, "lib/helpers.py": b"x = 1", **crowd})
    assert (submission.problem, submission.files["pooling.py"]) == ("", GOOD)
    assert submission.files["lib/helpers.py"] == b"x = 1"
    assert len(submission.files) <= caps.FILES
    assert sum(map(len, submission.files.values())) <= caps.TOTAL
    assert any("was ignored" in note or "ignored, for" in note for note in submission.notes)


@pytest.mark.parametrize("packed", [False, True], ids=["file", "zip"])
def test_a_notebook_of_60_mb_costs_little_memory(tmp_path, packed):
    pictures = [
        {"data": {"image/png": "A" * (30 * caps.MB), "text/html": '<p class="\\">\n' * 50_000}}
        for _ in range(2)
    ]
    content = notebook("import torch", SOURCE, outputs=pictures)
    assert len(content) > 60 * caps.MB
    lay(tmp_path / "all", {"bob.py": GOOD, "cem.py": GOOD})
    path = {"lesson.ipynb": content}
    lay(tmp_path / "all", {"ada.zip": zipped(path)} if packed else {"ada.ipynb": content})
    del content, path, pictures
    tracemalloc.start()
    try:
        ada = discover(tmp_path / "all", POOLING)[0]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert cells(ada) == ["import torch", SOURCE]
    assert peak < 3 * caps.MB


# --------------------------------------------------------------------------- outputs are dropped


FULL = {
    "nbformat": 4,
    "metadata": {"widgets": {"a": ["}", {"outputs": [1]}]}, "outputs": "kept"},
    "cells": [
        {
            "cell_type": "code",
            "metadata": {"outputs": [1]},
            "source": ["a = '\"}]\\\\'\n", 'b = "outputs": ['],
            "outputs": [{"x": ['\\"', {"y": "]"}]}, {"outputs": [{}]}],
            "execution_count": None,
        },
        {"cell_type": "markdown", "attachments": {"a.png": {"p": "x"}}, "source": "outputs"},
        {"cell_type": "code", "source": ["outputs", "[1]"], "outputs": []},
    ],
}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 10_000])
def test_what_a_notebook_shows_is_dropped_and_nothing_else_in_parts_of_any_size(indent, size):
    expected = json.loads(json.dumps(FULL))
    expected["metadata"]["widgets"] = {}
    expected["cells"][0]["outputs"], expected["cells"][1]["attachments"] = [], {}
    raw = json.dumps(FULL, indent=indent).encode()
    parts = (raw[at : at + size] for at in range(0, len(raw), size))
    assert json.loads(b"".join(without_outputs(parts))) == expected


@pytest.mark.parametrize("raw", [b"", b"no", b"[[[", b'{"cells": [{"outputs": [', b"]]]}", b'"\\'])
def test_what_is_no_notebook_is_not_made_one(raw):
    assert b"".join(without_outputs([raw])) == raw


def test_a_module_in_a_text_of_a_class_is_told_as_work(tmp_path):
    lay(tmp_path / "all", {"ada.py": GOOD, "bob.py": GOOD, "cem.py.txt": GOOD, "notes.txt": b""})
    left_out = call_the_roll(tmp_path / "all", POOLING, Choice()).left_out
    assert {left.path: left.is_work for left in left_out} == {
        "cem.py.txt": True,
        "notes.txt": False,
    }
