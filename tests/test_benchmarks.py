"""The benchmarks run, and their reports hold the figures that are quoted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MEMORY = {"memory of a judge", "memory of a worker"}
THROUGHPUT = {
    "hand-ins per second, once warm, of 3",
    "hand-ins per second, whole command",
    "whole command",
    "until the first result",
    "processor time per hand-in",
    *MEMORY,
    "import torch",
    "a lone hand-in",
    "a lone hand-in, more than import torch",
    "plain pytest, per hand-in",
    "plain / ours, once warm",
    "plain / ours, whole command for 3",
}
STUDENT_SIDE = {
    "import torch",
    "public tests",
    "public tests, more than import torch",
    "other packages loaded",
}
COURSE = {
    "whole course",
    "whole course, processor time",
    "a1_pooling",
    "a7_modern",
    "memory of a worker",
}
REPORT = {"whole command", "whole command, processor time", "class page", "a student's page"}
SCALE = {
    "hand-ins per second, once warm, of 2",
    "hand-ins per second, once warm, of 4",
    "memory of all processes at the end of 2",
    "memory of all processes at the end of 4",
    "rate at the end / around 2",
    "memory at the end / at 2",
    "results kept when 10 were killed half-way",
    "of them graded again",
    "lost, or left over",
    "other than without the kill",
    "Dask with two workers",
    "Dask / this machine's pool",
}
WORKERS = {
    "a1_pooling: one worker",
    "a1_pooling: two workers",
    "a1_pooling: two workers / one",
    "a1_pooling: one worker on one processor",
    "a1_pooling: two workers / one on one processor",
    "a7_modern: one worker",
    "a7_modern: two workers",
    "a7_modern: two workers / one",
    "all of them: two workers / one",
}
PARTS = {
    "fork",
    "lock",
    "import",
    "questions",
    "reference",
    "pytest",
    "result file",
    "together",
}
SCALE_MEMORY = {name for name in SCALE if name.startswith("memory")}
NOTHING = {"of them graded again", "lost, or left over", "other than without the kill"}
SMALL_SCALE = [
    "--counts",
    "2",
    "4",
    "--killed",
    "10",
    "--dask",
    "2",
    "--rounds",
    "1",
]


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("script", "options", "names"),
    [
        pytest.param(
            "throughput.py",
            ["--handins", "3", "--plain", "1", "--repeats", "1"],
            THROUGHPUT,
            id="throughput",
        ),
        pytest.param("scale.py", SMALL_SCALE, SCALE, id="scale"),
        pytest.param(
            "workers.py",
            ["a1_pooling", "a7_modern", "--rounds", "1", "--seconds", "0"],
            WORKERS,
            id="workers",
        ),
        pytest.param("parts.py", ["--handins", "1"], PARTS, id="parts"),
        pytest.param("student_side.py", ["--repeats", "1"], STUDENT_SIDE, id="student_side"),
        pytest.param("report.py", ["--students", "3", "--repeats", "1"], REPORT, id="report"),
        pytest.param(
            "whole_course.py", ["a1_pooling", "a7_modern", "--repeats", "1"], COURSE, id="course"
        ),
    ],
)
def test_a_benchmark_measures_what_it_says(tmp_path, script, options, names):
    out = tmp_path / "findings.json"
    command = [sys.executable, f"benchmarks/{script}", *options, "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    findings = json.loads(out.read_text("utf-8"))
    figures = {figure["name"]: figure for figure in findings["figures"]}
    hidden = set() if os.geteuid() == 0 else MEMORY | SCALE_MEMORY  # only root may look
    assert figures.keys() == names - hidden
    assert set(findings["machine"]) == {"cores", "model", "python", "torch"}
    for name, figure in figures.items():
        assert figure["lowest"] <= figure["median"] <= figure["highest"]
        assert figure["samples"] >= 1
        assert bool(figure["verdict"]) == (figure["target"] is not None)
        assert name in done.stdout
        if name in NOTHING:
            assert figure["highest"] == 0
