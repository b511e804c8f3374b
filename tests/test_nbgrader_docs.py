"""docs/NBGRADER.md: its commands run, in order, from an empty folder."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from nbgrader_course import environment_of_commands

PAGE = (ROOT / "docs/NBGRADER.md").read_text("utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where they have run."""
    folder = tmp_path_factory.mktemp("docs")
    course = {"AUTOGRADER_COURSE": str(ROOT)}
    done = subprocess.run(
        ["bash", "-eu", "-c", "\n".join(COMMANDS)],
        cwd=folder,
        env={**environment_of_commands(), **course},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "teaching"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_commands_lead_to_scores(folder):
    with (folder / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(rows["hana"]["score"]) == 19.4
    assert float(rows["hana"]["max_score"]) == 22
    page = (folder / "feedback/hana/a1_pooling/lesson.html").read_text("utf-8")
    assert "padded cells always count" in page
    assert "data:image/png;base64," in page


def test_every_command_of_the_page_is_known():
    words = {line.split()[0] for block in COMMANDS for line in block.splitlines()}
    assert words == {"autograder", "cd", "cp", "mkdir", "nbgrader"}
    assert (Path(sys.executable).parent / "autograder").exists()
