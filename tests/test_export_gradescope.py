"""`results.json` has the keys, types and words of Gradescope's autograder specification."""

import json

import pytest
from made_results import FAILED, PADDING, PASSED, not_judged, question, result

from autograder.errors import UsageError
from autograder.export.gradescope import SHOWN, Visibility, gradescope
from autograder.results import TestResult

# gradescope-autograders.readthedocs.io, "Autograder Specifications"
TOP = {
    "score": float, "execution_time": float, "output": str, "output_format": str,
    "test_output_format": str, "test_name_format": str, "visibility": str,
    "stdout_visibility": str, "extra_data": dict, "tests": list, "leaderboard": list,
}  # fmt: skip
TEST = {
    "score": float, "max_score": float, "status": str, "name": str, "name_format": str,
    "number": str, "output": str, "output_format": str, "tags": list, "visibility": str,
    "extra_data": dict,
}  # fmt: skip
SEEN = {"hidden", "after_due_date", "after_published", "visible"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}


def made(*questions, visibility=Visibility.after_published, **changes):
    return json.loads(gradescope(result(*questions, **changes), visibility))


def check(whole):
    """What the specification says of the file."""
    assert {key: type(value) for key, value in whole.items()}.items() <= TOP.items()
    assert {whole["visibility"], whole["stdout_visibility"]} <= SEEN
    for test in whole["tests"]:
        assert {key: type(value) for key, value in test.items()}.items() <= TEST.items()
        assert test["visibility"] in SEEN
        assert test["status"] in {"passed", "failed"}
        assert {test["name_format"], test["output_format"]} <= FORMATS


def test_the_file_is_as_specified():
    check(made(question(), question(PASSED, score=2.0, advice=[PADDING])))


def test_scores_and_states():
    whole = made(question(), question(PASSED, id="avg", title="Average", score=2.0))
    assert whole["score"] == 17.5
    assert [(t["name"], t["score"], t["max_score"], t["status"]) for t in whole["tests"]] == [
        ("Max pooling", 1.0, 2.0, "failed"),
        ("Average", 2.0, 2.0, "passed"),
    ]


def test_the_output_has_advice_before_messages():
    (test,) = made(question(advice=[PADDING]))["tests"]
    assert test["output"].splitlines() == [
        "1 of 2 tests pass.",
        "zero padding: Pad with -inf.",
        "ties: 1 of 4 values differ",
    ]


def test_what_is_to_do_needs_no_message():
    (test,) = made(question(TestResult("ones", "todo", "to do"), score=0.0))["tests"]
    assert test["output"] == "0 of 1 tests pass."


def test_many_messages_are_counted():
    (test,) = made(question(*[FAILED] * (SHOWN + 5)))["tests"]
    assert test["output"].splitlines()[-1] == "... and 5 more"


def test_students_see_it_once_it_is_published():
    whole = made()
    assert {whole["visibility"], whole["tests"][0]["visibility"]} == {"after_published"}
    assert whole["stdout_visibility"] == "hidden"


@pytest.mark.parametrize("visibility", Visibility)
def test_the_visibility_is_chosen(visibility):
    whole = made(visibility=visibility)
    check(whole)
    assert {whole["visibility"], whole["tests"][0]["visibility"]} == {visibility.value}


def test_what_was_measured_makes_a_leaderboard():
    measured = {"training_seconds": 15.1, "accuracy": 0.926, "parameters": 61706.0}
    whole = made(question(measures=measured), question())
    check(whole)
    assert whole["leaderboard"] == [
        {"name": "Accuracy", "value": 0.926, "order": "desc"},
        {"name": "Training seconds", "value": 15.1, "order": "asc"},
        {"name": "Parameters", "value": 61706.0, "order": "asc"},
    ]


def test_two_questions_that_measure_are_told_apart_and_no_number_is_left_out():
    best = question(title="Best", measures={"accuracy": 0.9, "loss": float("nan")})
    whole = made(best, question(title="Small", measures={"accuracy": 0.8}))
    assert [(one["name"], one["value"]) for one in whole["leaderboard"]] == [
        ("Best: Accuracy", 0.9),
        ("Small: Accuracy", 0.8),
    ]


def test_without_measurements_there_is_no_leaderboard():
    assert "leaderboard" not in made()


def test_what_was_not_judged_is_no_zero():
    with pytest.raises(UsageError, match="would be a zero"):
        gradescope(not_judged())


def test_the_same_result_gives_the_same_bytes():
    assert gradescope(result()) == gradescope(result())
