"""Harmless lines behind right work cost no point: in a real worker, under bans and without them."""

import json
from pathlib import Path

import pytest

from autograder.course.find import find_assignment
from autograder.grading.host import Warm
from autograder.protocol.jobs import Job, Subject

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ROOT = Path(__file__).parent.parent
SLUG = "a1_pooling"
RIGHT = (ROOT / "solutions" / SLUG / "pooling.py").read_text()
ASKED = ("output_size", "max_pool", "backward")  # without a ban, without max_pool, without autograd
HANGING = 120  # seconds; deadlines stretch on a busy machine
HEAD = "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n"
X = "x = torch.randn(1, 1, 6, 6, requires_grad=True)\n"

# what a student leaves at the end of a module -> what a note says of it, if it cannot run
LINES = {
    "print": ("print(max_pool2d(torch.ones(1, 1, 4, 4), 2))", None),
    "assert": ("assert output_size(4, 2, 2) == 2", None),
    "failing assert": ("assert output_size(4, 2, 2) == 3", "AssertionError"),
    "doctest": ("import doctest; doctest.testmod()", None),
    "exit": ("import sys; sys.exit()", "SystemExit"),
    "exit of the site": ("exit()", "was left out"),
    "quit": ("quit()", "was left out"),
    "raise": ("raise ValueError('to do: tidy up')", "ValueError: to do: tidy up"),
    "input": ("n = input('size: ')", "EOFError"),
    "chdir": ("import os; os.chdir('/tmp')", ...),
    "no main guard": ('if __name__ == "__main__":\n    raise SystemExit(1)', None),
    "savefig": ("import matplotlib.pyplot as plt; plt.plot([1]); plt.savefig('f.png')", ...),
    "show": ("import matplotlib.pyplot as plt; plt.plot([1]); plt.show()", None),
    "save": ("torch.save({'a': 1}, 'a.pt')", ...),
    "makedirs": ("import os; os.makedirs('runs')", ...),
    "logging": ("import logging; logging.basicConfig(filename='a.log'); logging.info('x')", ...),
    "tempfile": ("import tempfile; folder = tempfile.mkdtemp()", ...),
    "user": ("import getpass; getpass.getuser()", ...),
    "host": ("import socket; socket.gethostname()", ...),
    "socket": ("import socket; socket.create_connection(('127.0.0.1', 9), 1)", "was left out"),
    "download": ("import urllib.request; urllib.request.urlopen('http://example.org')", "was left out"),
    "process": ("import subprocess; subprocess.run(['ls'])", "was left out"),
    "missing file": ("data = open('cifar.npz', 'rb').read()", "FileNotFoundError"),
    "wandb": ("import wandb", "No module named 'wandb'"),
    "tensorboard": ("from torch.utils.tensorboard import SummaryWriter", "was left out"),
    "tqdm": ("from tqdm.notebook import tqdm", ...),
    "einops": ("import einops, math\nfrom einops import rearrange", "No module named 'einops'"),
    "table": ("POOL = nn.MaxPool2d(2); POOLS = {'max': nn.MaxPool2d(3, 2, 1), 'avg': nn.AvgPool2d(2)}", None),
    "optimiser": ("opt = torch.optim.SGD(nn.Linear(2, 2).parameters(), lr=0.1)", ...),
    "use of it": (f"{X}assert torch.allclose(max_pool2d(x, 2), F.max_pool2d(x, 2))", "which is not there"),
    "module": (f"{X}assert torch.allclose(max_pool2d(x, 2), nn.MaxPool2d(2)(x))", "which is not there"),
    "its gradient": (f"{X}F.max_pool2d(x, 2).sum().backward()\nprint(x.grad.shape)", "for a question that lacks"),
    "backward": (f"{X}(x * x).sum().backward()\nassert x.grad is not None", "for a question that lacks"),
    "gradcheck": (
        "x = torch.randn(1, 1, 4, 4, dtype=torch.float64, requires_grad=True)\n"
        "assert torch.autograd.gradcheck(lambda x: max_pool2d(x, 2), x)",
        "for a question that lacks",
    ),
    "training": (
        "net = nn.Linear(4, 1)\nfor _ in range(3):\n    loss = net(torch.ones(2, 4)).square().mean()\n    loss.backward()",
        "for a question that lacks",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def judge():
    assignment = find_assignment(ROOT, SLUG)
    modules = (*assignment.limits.preload, "matplotlib.pyplot")
    with Warm(ROOT, modules) as warm:
        yield warm.judge(SLUG, assignment.limits)


def module(source, files=None):
    others = {name: text.encode() for name, text in (files or {}).items()}
    return Subject({"pooling.py": source.encode(), **others}, "pooling.py")


def notebook(*cells):
    listed = [{"cell_type": "code", "source": cell} for cell in cells]
    book = json.dumps({"nbformat": 4, "cells": listed}).encode()
    return Subject({"work.ipynb": book}, "work.ipynb")


def graded(judge, subject, asked=ASKED):
    report = judge.grade(Job(subject, asked))
    assert not report.problem
    return report


def lost(report):
    """What every question lost, and why."""
    return {
        question.id: [test.message for test in question.tests if test.outcome != "passed"]
        for question in report.questions
        if question.score < question.points
    }


@pytest.mark.parametrize(("line", "note"), LINES.values(), ids=LINES.keys())
def test_a_harmless_line_in_a_module_costs_nothing_and_is_told(judge, line, note):
    report = graded(judge, module(f"{RIGHT}\n{HEAD}{line}\nLAST = 1\n"))
    assert lost(report) == {}
    assert all(text.isprintable() and len(text) < 600 for text in report.notes)
    if note is None:
        assert report.notes == ()
    elif note is not ...:  # else whether it runs is up to what is installed, and to the sandbox
        assert any(note in text for text in report.notes), report.notes
        assert all(text.startswith("pooling.py, line ") for text in report.notes)


@pytest.mark.parametrize(("line", "note"), LINES.values(), ids=LINES.keys())
def test_a_harmless_line_amid_a_module_costs_nothing(judge, line, note):
    head, tail = RIGHT.split("\ndef max_pool2d(", 1)
    before = "" if "output_size(4" in line or "max_pool2d(" in line else f"\n{HEAD}{line}\n"
    report = graded(judge, module(f"{head}{before}\ndef max_pool2d({tail}"), ("max_pool",))
    assert lost(report) == {}
    assert report.notes == () or note is not None


@pytest.mark.parametrize("line", LINES)
def test_a_harmless_line_in_a_notebook_costs_nothing(judge, line):
    report = graded(judge, notebook(RIGHT, HEAD, LINES[line][0], "LAST = 1"), ("backward",))
    assert lost(report) == {}
    assert all(text.startswith("work.ipynb, cell ") for text in report.notes)


def test_each_note_is_told_once_for_all_questions(judge):
    report = graded(judge, module(f"import einops\n{RIGHT}\nassert 1 == 2\n"))
    last = RIGHT.count("\n") + 3
    assert report.notes == (
        "pooling.py, line 1, `import einops`, was left out: ModuleNotFoundError: No module named 'einops'",
        f"pooling.py, line {last}, `assert 1 == 2`, was left out: AssertionError",
    )


def test_what_only_a_ban_refuses_is_told_as_that(judge):
    comparing = "print(F.max_pool2d(torch.ones(1, 1, 4, 4), 2))"
    source = f"{RIGHT}\n{HEAD}{comparing}\n"
    line = source.count("\n")
    (note,) = graded(judge, module(source)).notes
    assert note == (
        f"pooling.py, line {line}, `{comparing}`, was left out for a question that lacks what it uses: "
        "it uses what you are to write yourself, which is not there while that is judged"
    )
    assert graded(judge, module(source), ("output_size",)).notes == ()


def test_a_function_that_lacks_an_import_says_so(judge):
    source = (
        "import einops\ndef output_size(n, k, stride=1, padding=0):\n    return einops.size(n)\n"
    )
    for subject, place in (
        (module(source), "pooling.py, line "),
        (notebook(source), "work.ipynb, cell 1, line "),
    ):
        report = graded(judge, subject, ("output_size",))
        messages = [test.message for test in report.questions[0].tests]
        assert (
            f"`output_size` raised NameError: name 'einops' is not defined ({place}3); "
            f"{place}1, `import einops`, did not run: ModuleNotFoundError: No module named 'einops'"
        ) in messages


def test_a_function_whose_decorator_failed_says_so(judge):
    source = RIGHT.replace("\ndef output_size(", "\n@einops.jit\ndef output_size(")
    message = graded(judge, module(source), ("output_size",)).questions[0].tests[0].message
    assert (
        "there is no `output_size`: its definition failed with NameError: name 'einops'" in message
    )


def test_a_helper_module_is_treated_alike(judge):
    files = {"helpers.py": f"import einops\n{RIGHT}\nraise SystemExit\n"}
    report = graded(judge, module("from helpers import *\nimport wandb\n", files))
    assert lost(report) == {}
    assert [note.split(", was")[0] for note in report.notes] == [
        "helpers.py, line 1, `import einops`",
        f"helpers.py, line {RIGHT.count(chr(10)) + 3}, `raise SystemExit`",
        "pooling.py, line 2, `import wandb`",
    ]


def test_a_cell_that_is_no_python_is_told(judge):
    report = graded(judge, notebook(RIGHT, "def broken(:\n    pass"))
    assert lost(report) == {}
    assert report.notes == (
        "work.ipynb, cell 2 has a syntax error on line 1 and was left out: invalid syntax",
    )


def test_a_syntax_error_is_told_for_every_question(judge):
    report = graded(judge, module(f"{RIGHT}\ndef f(:\n"))
    messages = {test.message for question in report.questions for test in question.tests}
    (message,) = messages
    assert message.startswith(
        "pooling.py cannot be imported: SyntaxError: invalid syntax (pooling.py, line "
    )
    assert report.notes == ()


# ------------------------------------------------------------------------------ one question's import

BANNED = "def banned():\n    try:\n        nn.MaxPool2d(2)(torch.ones(1, 1, 4, 4))\n    except RuntimeError:\n        return True\n"
CRASH = f"{HEAD}{BANNED}\nif banned():\n    import os\n    os._exit(1)\n"
HANG = f"{HEAD}{BANNED}\nwhile banned():\n    pass\n"
HANG_ELSEWHERE = f"{HEAD}{BANNED}\nwhile not banned():\n    pass\n"


def test_an_import_that_ends_for_one_question_costs_that_question_only(judge):
    report = graded(judge, module(f"{RIGHT}\n{CRASH}"), ("output_size", "max_pool", "avg_pool"))
    assert list(lost(report)) == ["max_pool"]
    assert {test.outcome for test in report.questions[1].tests} == {"crashed"}


def test_an_import_that_is_late_for_one_question_costs_that_question_only(judge):
    report = graded(judge, module(f"{RIGHT}\n{HANG}"), ("output_size", "max_pool", "avg_pool"))
    assert list(lost(report)) == ["max_pool"]
    assert report.seconds < HANGING


def test_an_import_that_is_late_without_a_ban_is_tried_under_one(judge):
    report = graded(judge, module(f"{RIGHT}\n{HANG_ELSEWHERE}"), ("output_size", "max_pool"))
    assert list(lost(report)) == ["output_size"]


def test_an_import_that_is_always_late_is_not_tried_for_every_question(judge):
    asked = ("output_size", "loops", "max_pool", "avg_pool", "global_avg_pool")
    report = graded(judge, module(f"{RIGHT}\nwhile True:\n    pass\n"), asked)
    assert list(lost(report)) == list(asked)
    messages = {test.message for question in report.questions for test in question.tests}
    late = "was not called: importing pooling.py, the code did not return within 10 s"
    assert {message.partition(" ")[2] for message in messages} == {
        late, f"{late} for an earlier question, and was not tried again",
    }  # fmt: skip
    spared = [
        question.id
        for question in report.questions
        if all(test.message.endswith("not tried again") for test in question.tests)
    ]
    assert spared == ["max_pool", "avg_pool"]  # `loops` lacks what they lack, and more
    assert report.seconds < HANGING
