"""Ctrl-C before anything is graded: one line, nothing left behind, and the same command goes on."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from attacks.processes import Tree, alive, below
from attacks.traces import settled
from conftest import environment

from autograder.cli import SAID

pytestmark = pytest.mark.slow

ENDED = {130, -signal.SIGINT}  # a shell makes the first of the second
RIGHT = "def double(x):\n    return x + x\n"


@pytest.fixture
def started(tmp_path, make_course, write_files):
    """A `grade` that has just been started, and its arguments."""
    make_course(tmp_path / "course")
    write_files(tmp_path, {"class/ada.py": RIGHT})
    words = ("grade", "class", "--assignment", "doubling", "--out", "out")
    arguments = ("--course", "course", *words)
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", *arguments],
        cwd=tmp_path,
        env=environment({}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process, arguments
    process.kill()
    process.communicate()


def wait_until(condition):
    assert settled(condition, 60, every=0.005), "waited too long"


def is_loading(pid):
    return "msgspec" in Path(f"/proc/{pid}/maps").read_text("utf-8", "replace")


def test_ctrl_c_while_the_command_loads_is_one_line(started):
    process, _ = started
    wait_until(lambda: is_loading(process.pid))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (out, err.splitlines()) == ("", [SAID])
    assert process.returncode in ENDED


def test_ctrl_c_before_the_warm_process_is_ready_leaves_nothing(started, tmp_path, autograder):
    process, arguments = started
    wait_until(lambda: Tree(process.pid).find("warm"))
    started_below = below(process.pid)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (out, err.splitlines()) == ("", [SAID])
    assert process.returncode in ENDED
    wait_until(lambda: not alive(started_below))  # the command ends first, then they notice
    assert list((tmp_path / "out").rglob("*.*")) == []
    again = autograder(*arguments, cwd=tmp_path)
    assert again.status == 0
    assert "ada  4 / 4" in again.out
