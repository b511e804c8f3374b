"""A small class for the command `grade`, and what its tests ask of a run and of its results."""

import json
from pathlib import Path

from autograder import results

RIGHT = "def double(x):\n    return x + x\n"
SQUARE = "def double(x):\n    return x * x\n"
STUB = "def double(x):\n    raise NotImplementedError\n"
CLASS = {"ada.py": RIGHT, "bob/doubling.py": SQUARE, "cem.py": STUB}
SCORES = {"ada": 4.0, "bob": 0.0, "cem": 0.0}
SLUG = ("--assignment", "doubling")


def one_line(done):
    """What the command said on stderr, which must be one line, with nothing on stdout."""
    assert done.out == ""
    (line,) = done.err.splitlines()
    assert line.startswith("autograder: ")
    return line.removeprefix("autograder: ")


def read_all(out):
    """Every result by student; each file must be a whole result and nothing else may lie there."""
    files = sorted(path for path in out.rglob("*") if path.is_file())
    assert all(path.suffix == ".json" for path in files)
    found = [results.read(path) for path in files]
    return {result.student: result for result in found}


def facts(result):
    """A result without what may differ from run to run."""
    kept = json.loads(Path(result).read_bytes())
    del kept["seconds"], kept["graded_at"]
    for question in kept["questions"]:
        for test in question["tests"]:
            del test["seconds"]
    return kept
