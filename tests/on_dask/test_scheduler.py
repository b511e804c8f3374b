"""A scheduler that is not there, or has no workers, is told in one line; without one, no Dask is loaded."""

import subprocess
import sys
import time

import pytest
from conftest import environment
from dask_host import CLASS, RIGHT, ROOT, SLUG, Host

pytestmark = pytest.mark.timeout(300)

IMPATIENT = """
from autograder.cli import main
from autograder.grading.dask import executor

assert executor.WORKER_SECONDS > 10
executor.WORKER_SECONDS = 2
main()
"""  # the command, but that it waits less long for a worker


def test_dask_is_loaded_only_where_a_scheduler_is_named():
    code = "import sys, autograder.cli; print({'dask', 'distributed'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "more", "words"),
    [
        pytest.param("tcp://127.0.0.1:9", (), "nobody answers there", id="nobody there"),
        pytest.param("nonsense://x", (), "nobody answers there", id="no address"),
        pytest.param("tcp://127.0.0.1:9", ("--workers", "2"), "--workers 2 is for", id="workers"),
    ],
)
def test_a_missing_scheduler_is_one_line_and_soon(
    tmp_path, autograder, course, address, more, words
):
    (tmp_path / "ada.py").write_text(RIGHT)
    start = time.monotonic()
    grade = ("grade", tmp_path / "ada.py", *SLUG, "--out", tmp_path / "out")
    done = autograder("--course", course, *grade, "--scheduler", address, *more)
    assert time.monotonic() - start < 60  # a busy machine; alone it takes 6
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith("autograder: --")
    assert words in line
    assert "dask worker" in line


@pytest.mark.slow
def test_a_scheduler_without_workers_is_one_line(tmp_path, make_course, write_files):
    make_course(tmp_path / "course")
    write_files(tmp_path / "class", CLASS)
    empty = Host(tmp_path / "dask", workers=0)
    words = ("grade", "class", *SLUG, "--out", "empty-out", "--scheduler", empty.address)
    done = subprocess.run(
        [sys.executable, "-c", IMPATIENT, "--course", "course", *words],
        cwd=tmp_path,
        env=environment({}),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    empty.close()
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no workers" in done.stderr
    assert len(done.stderr.splitlines()) == 1
