"""How far a training of the grader's is: from the worker to a row on the terminal, or a line."""

import os
import pty
import subprocess
import sys
import threading

import pytest
from conftest import environment
from made_results import result
from rich.console import Console
from slow_network import SLOW

from autograder.cli import progress as shown
from autograder.cli.progress import SILENT, BatchProgress
from autograder.course.find import find_assignment
from autograder.grading.host import Warm
from autograder.protocol.jobs import Job, Subject, Training

SUITE = """
import pytest
import torch

double = pytest.mark.question("double")


@double
def test_a_network_can_be_trained(student):
    images = torch.zeros(64, 1, 2, 2, dtype=torch.uint8)
    labels = torch.arange(64) % 2
    recipe = {"samples": 16 * 120, "batch": 16, "classes": 2, "flips": False}
    logits = student.tools.train(
        student.double.get(), images, labels, recipe, images, [0.5], [0.5]
    )
    assert logits.shape == (64, 2)
"""
NETWORK = b"""
from torch import nn


def double():
    return nn.Sequential(nn.Flatten(), nn.Linear(4, 2))
"""
ADA = Job(Subject({"doubling.py": NETWORK}, "doubling.py"), student="ada")
BOB = Job(Subject(), student="bob")


def training(step, question="Twice the number"):
    return Training(question, step, 200, 0.25, 8.0)


@pytest.fixture(scope="module")
def course(make_course, tmp_path_factory):
    changes = {"grading_tests/doubling/test_double.py": SUITE}
    return make_course(tmp_path_factory.mktemp("training"), changes)


@pytest.mark.slow
def test_a_judge_tells_how_far_the_graders_training_is(course):
    told = []
    assignment = find_assignment(course, "doubling")
    with Warm(course) as warm:
        judge = warm.judge("doubling", assignment.limits)
        report = judge.grade(ADA, lambda *words: told.append(words))
        alone = judge.grade(ADA)
    assert report.problem == ""
    assert report.questions[0].score == alone.questions[0].score == 4.0
    assert [(job, one.question, one.step, one.steps) for job, one in told] == [
        (ADA, "Twice the number", step, 120) for step in (50, 100, 120)
    ]
    assert all(one.loss > 0 and one.seconds_left >= 0 for _, one in told)


@pytest.mark.slow
def test_the_command_shows_it_on_a_terminal(course, tmp_path):
    handin = tmp_path / "doubling.py"
    handin.write_bytes(SLOW)
    ours, theirs = pty.openpty()
    words = ("grade", handin, "--assignment", "doubling", "--out", "out", "--student", "ada")
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "--course", course, *words],
        cwd=tmp_path,
        env=environment({"COLUMNS": "120", "TERM": "xterm"}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    said = b"".join(iter(lambda: _read(ours), b"")).decode()
    os.close(ours)
    assert process.wait(60) == 0, said
    assert "ada: Twice the number" in said
    assert "/120" in said
    assert "loss 0." in said


def _read(terminal):
    """What the command writes; nothing once it has ended."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


@pytest.fixture
def terminal(monkeypatch):
    """A terminal's console; what was written to it is recorded."""
    console = Console(stderr=True, force_terminal=True, width=100, record=True, highlight=False)
    monkeypatch.setattr(shown, "errors", console)
    return console


def rows(progress):
    return {task.description: (task.completed, task.total) for task in progress.bar.tasks[1:]}


def test_each_training_has_a_row_until_its_result_is_there(terminal):
    with BatchProgress(3) as progress:
        progress.training(ADA, training(50))
        progress.training(BOB, training(10))
        progress.training(ADA, training(100))
        assert rows(progress) == {
            "ada: Twice the number": (100, 200),
            "bob: Twice the number": (10, 200),
        }
        progress.bar.refresh()
        progress.advance(result(student="ada"))
        assert rows(progress) == {"bob: Twice the number": (10, 200)}
        progress.training(BOB, training(100, "Three times"))
        assert rows(progress) == {"bob: Three times": (100, 200)}
        progress.training(BOB, training(200, "Three times"))
        assert rows(progress) == {}
    written = terminal.export_text()
    assert "100/200 loss 0.25, 0:08 left" in written


@pytest.mark.usefixtures("terminal")
def test_rows_come_from_many_threads():
    with BatchProgress(8) as progress:
        jobs = [Job(Subject(), student=f"s{number}") for number in range(8)]
        threads = [
            threading.Thread(
                target=lambda job=job: [progress.training(job, training(n)) for n in range(1, 50)]
            )
            for job in jobs
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert rows(progress) == {f"s{number}: Twice the number": (49, 200) for number in range(8)}
        for job in jobs:
            progress.advance(result(student=job.student))
        assert rows(progress) == {}


def test_a_name_is_only_text(terminal):
    with BatchProgress(1) as progress:
        progress.training(Job(Subject(), student="[red]a\x1b[31m::error::"), training(50))
        progress.bar.refresh()
    written = terminal.export_text(styles=True)
    assert "[red]a" in written
    assert "\x1b[31m::error::" not in written


@pytest.mark.parametrize(
    ("students", "said"),
    [
        pytest.param(2, ["ada: Twice the number: step 150 of 200, loss 0.25, 0:08 left"], id="few"),
        pytest.param(1000, [], id="many"),
    ],
)
def test_elsewhere_a_line_is_written_once_a_training_of_few_takes_long(
    monkeypatch, capsys, students, said
):
    now = [100.0]
    monkeypatch.setattr(shown.time, "monotonic", lambda: now[0])
    progress = BatchProgress(students)
    for step in (50, 100, 150, 200):
        progress.training(ADA, training(step))
        now[0] += SILENT / 2
    assert capsys.readouterr().err.splitlines() == said
