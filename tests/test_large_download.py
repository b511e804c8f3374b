"""A thousand hand-ins of a download: found within the memory that the largest of them takes."""

import random
import sys
import zipfile
from subprocess import run

import pytest
from conftest import ROOT, environment
from layouts.made import GOOD, notebook

from autograder.submission import caps

HAND_INS, PICTURE = 1000, 2 * caps.MB
MOST_MEMORY = 100 * caps.MB  # beyond the zip's largest file
SLOWEST = 2  # seconds of one processor, whatever else runs
MEASURE = """\
import re, sys, time
from pathlib import Path
from autograder.course.find import find_assignment
from autograder.submission.delivery import Choice
from autograder.submission.discover import call_the_roll

pooling = find_assignment(Path(sys.argv[2]), "a1_pooling")

def most_memory():  # getrusage would tell that of the process that started this one, where it had more
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])

before, start = most_memory(), time.process_time()
roll = call_the_roll(Path(sys.argv[1]), pooling, Choice())
seconds = time.process_time() - start
grown = most_memory() - before
problems = sum(bool(submission.problem) for submission in roll.submissions)
print(len(roll.submissions), problems, 1024 * grown, seconds)
"""


def download(path):
    """Names as Canvas gives them; each tenth hand-in is a notebook with a picture."""
    picture = "".join(random.Random(0).choices("ABCDEFGH", k=20_000)) * (PICTURE // 20_000)
    lesson = notebook(GOOD, picture)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(HAND_INS):
            name, content = ("pooling.py", GOOD) if n % 10 else ("lesson.ipynb", lesson)
            archive.writestr(f"student{n}_{1000 + n}_{90_000 + n}_{name}", content)
    return len(lesson)


@pytest.mark.slow
def test_a_thousand_hand_ins_of_a_zip_take_little(tmp_path):
    largest = download(tmp_path / "submissions.zip")
    command = [sys.executable, "-c", MEASURE, str(tmp_path / "submissions.zip"), str(ROOT)]
    done = run(
        command, env=environment({}), capture_output=True, text=True, timeout=110, check=True
    )
    found, problems, grown, seconds = map(float, done.stdout.split())
    assert (found, problems) == (HAND_INS, 0)
    assert grown < MOST_MEMORY + largest
    assert seconds < SLOWEST
