"""What a suite measures reaches the result; what it trains on is named, and part of the fingerprint."""

import json

import pytest

from autograder.fingerprint import digest_of_data

pytestmark = pytest.mark.slow

SUITE = """
import os

import pytest

@pytest.mark.question("double")
def test_double(student, device, record_property):
    record_property("accuracy", student.double(0.25))
    record_property("devices", 2.0 if device == "cuda" else 1.0)
    record_property("data", len(os.environ.get("CIFAR10_ROOT", "")))
    record_property("name", "no number")
    record_property("nothing", float("nan"))
"""


@pytest.fixture(scope="module")
def grade(autograder, make_course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("measures")
    course = make_course(folder / "course", {"grading_tests/doubling/test_double.py": SUITE})
    handin = folder / "doubling.py"
    handin.write_text("def double(x):\n    return 2 * x\n")

    def run(out, *options, **changes):
        arguments = (
            "grade",
            handin,
            "--assignment",
            "doubling",
            "--out",
            folder / out,
            "--student",
            "ada",
        )
        done = autograder("--course", course, *arguments, *options, cwd=folder, **changes)
        path = folder / out / "doubling" / "ada.json"
        return done, json.loads(path.read_bytes()) if path.exists() else None

    return run


def test_finite_numbers_that_a_test_notes_stand_with_the_question(grade):
    done, result = grade("plain")
    assert done.status == 0, done.err
    assert result["questions"][0]["measures"] == {"accuracy": 0.5, "devices": 1.0, "data": 0.0}


@pytest.mark.parametrize("how", ["option", "environment"])
def test_data_that_is_named_is_told_to_the_suite_and_grades_anew(grade, tmp_path, how):
    (tmp_path / "set.npz").write_bytes(b"no arrays")
    named = {"CIFAR10_ROOT": str(tmp_path)} if how == "environment" else {}
    options = () if named else ("--data", tmp_path)
    _, before = grade(how)
    _, after = grade(how, *options, **named)
    assert after["questions"][0]["measures"]["data"] == len(str(tmp_path))
    assert after["fingerprint"] != before["fingerprint"]


def test_data_that_is_not_there_is_refused(grade, tmp_path):
    done, result = grade("missing", "--data", tmp_path / "nowhere")
    assert done.status == 2
    assert "nowhere does not exist" in done.err
    assert result is None


def test_other_files_are_other_data(tmp_path):
    assert digest_of_data(None) == digest_of_data("") == ""
    (tmp_path / "a.npz").write_bytes(b"1")
    one = digest_of_data(str(tmp_path))
    assert one == digest_of_data(str(tmp_path))
    (tmp_path / "a.npz").write_bytes(b"22")
    assert digest_of_data(str(tmp_path)) != one
    assert digest_of_data(str(tmp_path / "a.npz")) not in ("", one)
