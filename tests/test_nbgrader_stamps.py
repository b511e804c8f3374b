"""Stamps of `timestamp.txt`: those that nbgrader writes itself are read right, or told as in doubt."""

import re
from datetime import datetime

import pytest

pytest.importorskip("nbgrader")

from autograder.nbgrader.make import settings
from autograder.nbgrader.stamps import read_stamp

NINE = "2026-01-15 09:00:00.250000"
JULY = "2026-07-15 09:00:00"


@pytest.mark.parametrize(
    ("text", "course_zone", "hour"),
    [
        (f"{NINE} UTC", "", "2026-01-15 09:00"),
        (f"{NINE} GMT", "", "2026-01-15 09:00"),
        (NINE, "", "2026-01-15 09:00"),
        ("2026-01-15T09:00:00Z", "", "2026-01-15 09:00"),
        ("2026-01-15T09:00:00+02:00", "", "2026-01-15 07:00"),
        (f"{NINE} -03", "", "2026-01-15 12:00"),
        (f"{NINE} -0300", "America/Sao_Paulo", "2026-01-15 12:00"),
        (f"{NINE} +0530", "", "2026-01-15 03:30"),
        (f"{NINE} +05:45", "", "2026-01-15 03:15"),
        (f"{NINE} Europe/Berlin", "", "2026-01-15 08:00"),
        (f"{NINE} PST", "America/Los_Angeles", "2026-01-15 17:00"),
        (f"{JULY} PDT", "", "2026-07-15 16:00"),
        (f"{JULY} PDT", "America/Los_Angeles", "2026-07-15 16:00"),
        (f"{NINE} EST", "", "2026-01-15 14:00"),
        (f"{NINE} CET", "", "2026-01-15 08:00"),
        (f"{JULY} CEST", "", "2026-07-15 07:00"),
        (f"{NINE} IST", "Asia/Kolkata", "2026-01-15 03:30"),
        (f"{JULY} IST", "Europe/Dublin", "2026-07-15 08:00"),
        (f"{NINE} CST", "Asia/Shanghai", "2026-01-15 01:00"),
        (f"{NINE} JST", "", "2026-01-15 00:00"),
        ("2026-10-25 02:30:00 CEST", "Europe/Berlin", "2026-10-25 00:30"),
        ("2026-10-25 02:30:00 CET", "Europe/Berlin", "2026-10-25 01:30"),
    ],
)
def test_a_stamp_is_read_right(text, course_zone, hour):
    stamp = read_stamp(text, course_zone)
    assert stamp.problem == ""
    assert stamp.moment.replace(second=0, microsecond=0) == datetime.fromisoformat(hour)
    assert stamp.moment.tzinfo is None


@pytest.mark.parametrize("text", [f"{NINE} IST", f"{NINE} CST", f"{NINE} PST", f"{NINE} XYZ"])
def test_a_name_of_several_places_is_told_and_makes_nobody_late(text):
    moment, problem = read_stamp(text, "Europe/Berlin")
    assert moment is None
    assert "cannot be trusted" in problem
    assert "c.Exchange.timezone" in problem


@pytest.mark.parametrize("text", ["soon", "1 2 3", "a b c", "2026-13-45 09:00:00 UTC", "9" * 40])
def test_what_is_no_time_is_told(text):
    moment, problem = read_stamp(text)
    assert (moment, problem != "") == (None, True)


@pytest.mark.parametrize(
    ("path", "student", "file"),
    [
        ("/c/extracted/download/lovelaceada_1042_90871_pooling.py", "1042", "pooling"),
        ("/c/extracted/x/lovelaceada_LATE_1042_90874_my_pooling-1.py", "1042", "my_pooling"),
        ("/c/x/Ada Lovelace_123456_assignsubmission_file_/pooling.py", "123456", "pooling"),
        ("/c/x/Ada Lovelace_123456_assignsubmission_file/lesson.ipynb", "123456", "lesson"),
        ("/c/x/Ada Lovelace_123456_assignsubmission_file_/a/b.py", "123456", "a/b"),
    ],
)
def test_the_patterns_of_zip_collect_know_student_and_file(path, student, file):
    text = settings("cnn", "course")
    patterns = re.findall(r"""named_regexp = r"(.*)"$""", text, re.MULTILINE)
    assert len(patterns) == 2
    (fit,) = filter(None, [re.match(pattern, path) for pattern in patterns])
    assert (fit["student_id"], fit["file_id"]) == (student, file)
