"""`result.json` passes what Classroom 50's runner and collection check."""

import json
import re

import pytest
from made_results import PASSED, not_judged, question, result

from autograder.errors import UsageError
from autograder.export.classroom50 import classroom50, run_of
from autograder.results import QuestionResult

ENVIRONMENT = {
    "CLASSROOM": "cnn",
    "ASSIGNMENT": "pooling",
    "OWNER": "ada",
    "SUBMISSION_TAG": "submit/2026-11-21T10-00-00Z-a1b2c3d",
    "COMMIT_URL": "https://github.com/c/cnn-pooling-ada/commit/a1b2c3d",
    "RELEASE_URL": "https://github.com/c/cnn-pooling-ada/releases/tag/submit",
}
MOMENT = r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ"  # schemas/result-v1.schema.json


def made(*questions, **changes):
    return json.loads(classroom50(result(*questions, **changes), run_of(ENVIRONMENT)))


def is_count(value):
    return type(value) is int and value >= 0


def check(whole):
    """The rules of schemas/result-v1.schema.json and of the runner's `validate_result`."""
    texts = "schema classroom assignment assignment_type owner submission commit release review"
    keys = {*texts.split(), "datetime", "graded_at", "score", "max-score", "tests"}
    assert set(whole) == keys
    assert all(isinstance(whole[name], str) and whole[name] for name in texts.split())
    assert whole["schema"] == "classroom50/result/v1"
    assert whole["assignment_type"] in {"individual", "group"}
    assert whole["submission"].startswith("submit/")
    assert re.fullmatch(MOMENT, whole["datetime"])
    assert re.fullmatch(MOMENT, whole["graded_at"])
    for part in (whole, *whole["tests"]):
        assert is_count(part["score"])
        assert is_count(part["max-score"])
        assert part["score"] <= part["max-score"]
    for test in whole["tests"]:
        assert isinstance(test["test-name"], str)
        assert test["test-name"]
        assert isinstance(test["passed"], bool)


def test_the_file_passes_the_runners_checks():
    check(made(question(), question(PASSED, id="avg", score=2.0)))


def test_scores_are_hundredths_of_a_point():
    whole = made(question(score=1.33, points=4.0), score=17.33)
    assert (whole["score"], whole["max-score"]) == (1733, 2000)
    assert (whole["tests"][0]["score"], whole["tests"][0]["max-score"]) == (133, 400)
    assert whole["tests"][0]["passed"] is False


def test_every_hundredth_is_whole():
    for hundredths in range(2001):
        whole = made(score=hundredths / 100)
        assert whole["score"] == hundredths


def test_a_bonus_never_exceeds_the_maximum():
    whole = made(score=22.0)
    check(whole)
    assert whole["score"] == whole["max-score"] == 2000


def test_a_question_without_a_title_has_its_id():
    assert made(QuestionResult("max", "", 0.0, 2.0))["tests"][0]["test-name"] == "max"


def test_what_was_not_judged_is_no_zero():
    with pytest.raises(UsageError, match="would be a zero"):
        classroom50(not_judged(), run_of(ENVIRONMENT))


def test_the_runner_says_whose_hand_in_it_is():
    whole = made(student="somebody")
    assert (whole["owner"], whole["assignment"]) == ("ada", "pooling")
    assert whole["review"] == whole["commit"]


def test_a_user_name_stands_in_for_the_owner():
    without = {name: value for name, value in ENVIRONMENT.items() if name != "OWNER"}
    assert run_of({**without, "USERNAME": "bob"}).owner == "bob"


def test_what_the_runner_does_not_say_is_named():
    with pytest.raises(UsageError, match="CLASSROOM, ASSIGNMENT, OWNER, .*RELEASE_URL not set"):
        run_of({})


def test_the_same_result_gives_the_same_bytes():
    assert made() == made()
