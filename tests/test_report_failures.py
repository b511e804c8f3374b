"""A report takes failures apart: what was compared, what comes first, what is said once."""

import msgspec
import numpy as np
import pytest
import torch
from made_results import failed, question, result

from autograder.errors import CheckFailure
from autograder.report.feedback import Compared, SameMessage, chapters
from autograder.report.sentence import asked
from autograder.results import Comparison, TestResult
from autograder.suite import assert_close

# ----------------------------------------------------------------------------------------- messages


def failure_of(got, expected):
    with pytest.raises(CheckFailure) as failure:
        assert_close(got, expected)
    return failure.value


@pytest.mark.parametrize(
    ("got", "expected", "found"),
    [
        pytest.param(
            torch.tensor([[1.0, 2.0]]),
            torch.tensor([[1.0, 2.5]]),
            Comparison("the output", "2.5", "2", "[0, 1]", 1, 2),
            id="values",
        ),
        pytest.param(
            torch.tensor(1.0),
            torch.tensor(2.0),
            Comparison("the output", "2", "1", "", 1, 1),
            id="one value",
        ),
        pytest.param(
            torch.ones(2, 3, 1, 1),
            torch.ones(2, 3),
            Comparison("the shape of the output", "(2, 3)", "(2, 3, 1, 1)"),
            id="shape",
        ),
        pytest.param(
            np.ones(2, np.int64),
            np.ones(2),
            Comparison("the dtype of the output", "float64", "int64"),
            id="dtype",
        ),
        pytest.param(2.5, 2.0, Comparison("the output", "2", "2.5"), id="number"),
        pytest.param([1.0, 2.0], [1.0, 3.0], Comparison("the output[1]", "3", "2"), id="in a list"),
    ],
)
def test_a_check_tells_what_it_compared_in_the_words_of_its_message(got, expected, found):
    failure = failure_of(got, expected)
    assert failure.comparison == found
    for fact in (found.expected, found.got, found.place):
        assert fact in str(failure)


@pytest.mark.parametrize("message", ["", "`f` is still to do", "the output is 3, expected 2"])
def test_a_failure_without_facts_is_shown_by_its_message(message):
    (loss,) = losses(failed("a", message))
    assert loss == SameMessage(message, "failed", ("A",))


def test_an_answer_of_another_type_is_no_comparison():
    assert not hasattr(failure_of(None, 2.0), "comparison")


def test_facts_are_short_and_printable_whatever_a_file_holds():
    odd = Comparison("a\nb", "x" * 5000, "\x1b[31m", "\u202e", 10**30, 3)
    (loss,) = losses(failed("a", "m", comparison=odd))
    case = loss.cases[0].comparison
    assert (case.subject, case.got, case.place) == ("a\\nb", "\\x1b[31m", "\\u202e")
    assert len(case.expected) == 1000
    assert loss.cases[0].percent == 100


def test_a_tests_name_is_a_sentence():
    assert asked("it_rounds_down[one_image-padded]") == ("It rounds down", "one image-padded")
    assert asked("plain") == ("Plain", "")


# ----------------------------------------------------------------------------------------- feedback


def losses(*tests):
    (chapter,) = chapters([result(question(*tests))], {})
    return chapter.steps[0].losses


def test_the_cases_of_what_was_asked_stand_together():
    (loss,) = losses(
        failed("rounds[a]", "m", comparison=Comparison("the output", "2", "3")),
        failed("rounds[b]", "m", comparison=Comparison("the output", "3", "4")),
    )
    assert isinstance(loss, Compared)
    assert [case.name for case in loss.cases] == ["a", "b"]
    assert loss.subject == "the output"


def test_what_many_tests_say_is_said_once():
    (loss,) = losses(failed("a[x]", "there is no `f`"), failed("b", "there is no `f`"))
    assert loss == SameMessage("there is no `f`", "failed", ("A (x)", "B"))


def test_what_is_still_to_do_comes_last():
    found = losses(failed("a", "`f` is still to do", "todo"), failed("b", "`g` raised TypeError"))
    assert [loss.message for loss in found] == ["`g` raised TypeError", "`f` is still to do"]


def test_a_timeout_is_no_comparison():
    facts = Comparison("the output", "2", "3")
    (loss,) = losses(failed("a", "the output is 3, expected 2", "timeout", comparison=facts))
    assert isinstance(loss, SameMessage)


def test_a_module_that_cannot_be_imported_is_told_once():
    cannot = failed("a", "the module cannot be imported")
    both = result(question(cannot, score=0.0), question(cannot, cannot, id="avg", score=0.0))
    assert chapters([both], {})[0].everywhere == "the module cannot be imported"
    assert chapters([result()], {})[0].everywhere == ""


@pytest.mark.parametrize(
    ("score", "outcomes", "state"),
    [
        (2.0, ["passed"], "full"),
        (1.0, ["passed", "failed"], "part"),
        (1.0, ["passed", "todo"], "part"),
        (0.0, ["failed", "todo"], "none"),
        (0.0, ["todo"], "todo"),
        (0.0, ["timeout"], "none"),
        (0.0, [], "none"),
    ],
)
def test_the_state_of_a_question(score, outcomes, state):
    tests = tuple(TestResult("a", outcome) for outcome in outcomes)
    asked = msgspec.structs.replace(question(score=score), tests=tests)
    (chapter,) = chapters([result(asked)], {})
    assert chapter.steps[0].state == state
