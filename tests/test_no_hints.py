"""`grade --no-hints`: the same scores, without the search that explains the rest, which may follow."""

import json

import pytest

pytestmark = pytest.mark.slow
SQUARE = "def double(x):\n    return x * x\n"
SIGN = "def double(x):\n    return x - x\n"


@pytest.fixture
def grade(tmp_path, autograder, make_course, write_files):
    """Grade two hand-ins with the switches; their results by name, and what was printed."""
    course = make_course(tmp_path / "course", {})
    files = {"ada/doubling.py": SQUARE, "bob/doubling.py": SIGN}
    submitted = write_files(tmp_path / "submitted", files)

    def run(*switches):
        command = ("grade", submitted, "--assignment", "doubling", "--out", tmp_path / "out")
        done = autograder("--course", course, *command, *switches)
        assert done.status == 0, done.err
        folder = tmp_path / "out" / "doubling"
        return {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}

    return run


def names(result):
    return [advice["misconception"] for advice in result["questions"][0]["advice"]]


def test_scores_and_fingerprints_stay_and_what_the_catalogue_names_is_told(grade):
    without = grade("--no-hints")
    assert [names(without[name]) for name in ("ada", "bob")] == [["the_square"], []]
    assert without["bob"]["hints"] is False
    whole = grade()
    assert names(whole["ada"]) == ["the_square"]
    assert names(whole["bob"]) == ["operator_is_wrong"]
    for name in whole:
        assert "hints" not in whole[name]
        for field in ("score", "fingerprint", "status"):
            assert whole[name][field] == without[name][field]


def test_a_later_run_with_hints_completes_what_lacks_them_and_no_other(grade):
    first = grade("--no-hints")
    assert grade("--no-hints") == first
    whole = grade()
    assert whole["bob"]["graded_at"] >= first["bob"]["graded_at"]
    assert names(whole["bob"])
    assert grade("--no-hints") == whole  # what was explained stays explained
    assert grade() == whole
