"""Hand-ins that tests of reading them start from, and what a problem looks like."""

import io
import json
import zipfile

import msgspec
from layouts.made import POOLING, lay

from autograder.submission.discover import discover
from autograder.submission.record import Submission

CODE = b"def max_pool2d(x):\n    return x\n"
NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "cells": [{"cell_type": "code", "source": ["a = 1\n", "def max_pool2d(x): return a"]}],
    }
).encode()


def zipped(files):
    """A zip's bytes; a member may be a ZipInfo."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in files:
            archive.writestr(member, content)
    return memory.getvalue()


def one(path, student=None):
    (submission,) = discover(path, POOLING, student)
    return submission


def handed_in(tmp_path, files):
    """The hand-in of ada, a folder with these files, among two good ones."""
    lay(tmp_path, {"all/abe.py": CODE, "all/ada/": b"", "all/bob.py": CODE})
    lay(tmp_path / "all/ada", files)
    return among_good_ones(tmp_path / "all")


def among_good_ones(folder):
    abe, ada, bob = discover(folder, POOLING)
    assert abe == Submission("abe", {"pooling.py": CODE}, "pooling.py")
    assert bob == Submission("bob", {"pooling.py": CODE}, "pooling.py")
    assert ada.student == "ada"
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(ada), type=Submission) == ada
    return ada


def assert_problem(submission, *words):
    assert submission.main == ""
    assert submission.files == {}
    for word in words:
        assert word in submission.problem
    assert submission.problem.isprintable()
    assert submission.problem.endswith(".")
