"""torch's private names: all of them are here, and one that is gone stops only what needs it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from autograder import torch_internals
from autograder.course.find import find_assignment
from autograder.errors import TorchChanged
from autograder.grading.host import Warm
from autograder.protocol.jobs import Job, Subject
from autograder.torch_internals import (
    AUTOGRAD,
    INTERNALS,
    OPERATORS,
    TRAINING,
    Internal,
    internal,
    missing_internals,
    require_internals,
)

ENGINE = ROOT / "autograder"
GONE = Internal("torch", "_kernel_of_another_release_", TRAINING, "is in no torch")
GONE_MODULE = Internal("torch._gone.inner", "", OPERATORS, "is in no torch")


@pytest.fixture
def renamed(monkeypatch):
    """As if a release had renamed two of the names that the engine looks up."""
    monkeypatch.setattr(torch_internals, "INTERNALS", (*INTERNALS, GONE, GONE_MODULE))


def test_the_installed_torch_has_every_one():
    assert list(missing_internals()) == []


def test_a_name_is_listed_once():
    names = [known.name for known in INTERNALS]
    assert len(set(names)) == len(names)


@pytest.mark.usefixtures("renamed")
def test_what_is_gone_is_named_with_what_needs_it():
    assert list(missing_internals()) == [GONE, GONE_MODULE]
    with pytest.raises(TorchChanged, match=r"lacks torch\._kernel_of_another_release_, which tr"):
        internal(GONE.name)
    with pytest.raises(TorchChanged, match=r"lacks torch\._gone\.inner, which questions that for"):
        require_internals(OPERATORS, AUTOGRAD)


@pytest.mark.usefixtures("renamed")
def test_what_is_gone_stops_nothing_else():
    require_internals(AUTOGRAD)


def private_names(path: Path) -> set[str]:
    """What a file takes from torch below an underscore, by import or by a dotted name."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("torch."):
            names.add(ast.unparse(node))
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    ours = {name for name in names if name.split(".")[0] == "torch"}
    return {
        name
        for name in ours
        if any(p.startswith("_") for p in name.split(".")) and "__" not in name
    }


def test_private_names_are_seen(tmp_path):
    file = tmp_path / "a.py"
    file.write_text(
        "import torch\nfrom torch._a import b\nfrom torch import _c\ntorch.d._e(torch.f)\n"
    )
    assert private_names(file) == {"torch._a.b", "torch._c", "torch.d._e"}


def test_the_engine_takes_none_past_the_list():
    files = [path for path in sorted(ENGINE.rglob("*.py")) if path.stem != "torch_internals"]
    assert {path.name: private_names(path) for path in files if private_names(path)} == {}


HIDE = """
import sys, torch
for name in ("_fused_adam_", "_foreach_add_"):
    delattr(torch, name)
del torch._C._dispatch_library
from autograder.worker import zygote  # what every assignment needs
from autograder.worker.ban import ban
from autograder.networks.train.adam import Adam
for act in (lambda: ban(("relu",)), lambda: Adam([], 0.0)):
    try:
        act()
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
"""


def test_the_zygote_is_imported_without_them_and_who_needs_one_says_so():
    done = subprocess.run(
        [sys.executable, "-c", HIDE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    banned, trained = done.stdout.splitlines()
    assert banned.startswith("TorchChanged: torch 2.")
    assert "torch._C._dispatch_library, which questions that forbid operators need" in banned
    assert "lacks torch._foreach_add_, which trainings by the grader need" in trained


SUITE = """
import pytest
import torch

from autograder.suite import assert_equal

double = pytest.mark.question("double")
if hasattr(torch, "_fused_adam_"):
    del torch._fused_adam_  # as a release of torch may


@double
def test_two_is_doubled(student):
    assert_equal(student.double(2), 4)


@double
def test_a_network_can_be_trained(student):
    student.tools.train(student.double.get(), None, None, {}, None, [0.5], [0.5])
"""


def test_a_training_without_its_kernel_is_not_judged_and_costs_nobody_points(tmp_path, make_course):
    course = make_course(tmp_path, {"grading_tests/doubling/test_double.py": SUITE})
    hand_in = Job(Subject({"doubling.py": b"def double(x):\n    return 2 * x\n"}, "doubling.py"))
    with Warm(course) as warm:
        report = warm.judge("doubling", find_assignment(course, "doubling").limits).grade(hand_in)
    doubled, trained = report.questions[0].tests
    assert (doubled.outcome, trained.outcome) == ("passed", "error")
    assert "lacks torch._fused_adam_, which trainings by the grader need" in trained.message
    assert report.problem == f"double: a_network_can_be_trained: {trained.message}"
