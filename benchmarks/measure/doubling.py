"""The small assignment of `measure.breaks` as a course of our engine."""

import json
from pathlib import Path

from .breaks import POINTS, SLUG, VISIBLE, notebook

TOML = """\
title = "Doubling"
module = "doubling.py"
counts = "notebook"

[limits]
call_seconds = 2
total_seconds = 20
memory_mb = 512

[[questions]]
id = "double"
title = "Twice the number"
points = 4
names = ["double"]

[[questions]]
id = "half"
title = "Half the number"
points = 2
names = ["half"]
"""
REFERENCE = '''\
def double(x):
    """Twice x."""
    return 2 * x


def half(x):
    """Half of x."""
    return x / 2
'''
SUITE = """\
import pytest
import torch

from autograder.suite import assert_close
from autograder.suite import local
from reference import doubling

ref = local(doubling)


@pytest.mark.question("double")
@pytest.mark.parametrize("x", [3.0, 1000.0])
def test_double(student, x):
    assert_close(student.double(torch.tensor([x])), ref.double(torch.tensor([x])))


@pytest.mark.question("half")
@pytest.mark.parametrize("x", [3.0, 9.0])
def test_half(student, x):
    assert_close(student.half(torch.tensor([x])), ref.half(torch.tensor([x])))
"""
MISCONCEPTIONS = '''\
from autograder.suite import instead_of
from reference import doubling as correct


@instead_of("double")
def one_less(x):
    """You take one away. Add the number to itself."""
    return x - 1
'''


def write_course(folder: Path) -> Path:
    """Write the course, its released notebook included."""
    files = {
        f"grading_tests/{SLUG}/assignment.toml": TOML,
        f"grading_tests/{SLUG}/test_doubling.py": SUITE,
        f"grading_tests/{SLUG}/misconceptions.py": MISCONCEPTIONS,
        "reference/__init__.py": "",
        "reference/doubling.py": REFERENCE,
        f"assignments/{SLUG}/assignment.toml": TOML,
        f"assignments/{SLUG}/lesson.ipynb": json.dumps(notebook(VISIBLE)),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


__all__ = ["POINTS", "SLUG", "write_course"]
