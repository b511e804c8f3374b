"""Made downloads: each layout as a table of paths, and the roll that is right for it."""

import io
import json
import zipfile

import msgspec

from autograder.course.assignment import Assignment, Question
from autograder.submission.delivery import Choice
from autograder.submission.discover import call_the_roll

POOLING = Assignment(
    "a1_pooling",
    "Pooling",
    "pooling.py",
    (Question("max_pool", "Max pooling", 4, ("max_pool2d",)),),
)
CONV = Assignment(
    "a2_conv", "Convolution", "conv.py", (Question("conv", "Convolution", 4, ("conv2d",)),)
)
GOOD = b"def max_pool2d(x):\n    return x\n"
OLD = b"def max_pool2d(x):\n    return None\n"
STUB = b"def max_pool2d(x):\n    raise NotImplementedError\n"
LESSON = (
    b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "def max_pool2d(x): return x"}]}'
)


def notebook(source, output=""):
    """A notebook of one cell with an output, as JSON."""
    cell = {"cell_type": "code", "source": source.decode(), "outputs": [{"text": output}]}
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": [cell]}).encode()


class Made(msgspec.Struct, frozen=True):
    """A download, and who is on its roll: a file's content, or "" where it cannot be graded."""

    id: str
    files: dict[str, bytes]
    roll: dict[str, bytes]
    left_out: tuple[str, ...] = ()
    ids: dict[str, dict[str, str]] = {}
    late: tuple[str, ...] = ()
    attempts: dict[str, int] = {}
    moments: dict[str, str] = {}
    layout: str = ""  # given with --layout
    zipped: bool = True  # a zip is read alike; a zip of one folder is a student's of the zip's name


def lay(root, files):
    """Write `files` (path -> content) below `root`; a path with "/" at its end is a folder."""
    for path, content in files.items():
        file = root / path
        if path.endswith("/"):
            file.mkdir(parents=True, exist_ok=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return root


def zipped(files):
    """A zip's bytes."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return memory.getvalue()


def call(path, **choice):
    """The roll of a path."""
    return call_the_roll(path, POOLING, Choice(**choice))


def graded(roll):
    """What would be graded of each student."""
    return {
        submission.student: submission.files.get(submission.main, b"")
        for submission in roll.submissions
    }
