"""What a report counts, and how it takes results apart; pages are not looked at here."""

import msgspec
import numpy as np
import pytest
import torch
from made_results import PADDING, not_judged, question, result

from autograder.errors import CheckFailure
from autograder.report import class_figures, leaderboard, roster
from autograder.report.drawing import drawn
from autograder.report.feedback import Compared, SameMessage, chapters
from autograder.report.sentence import asked
from autograder.results import Advice, Comparison, TestResult
from autograder.suite import assert_close


def failed(name, message, outcome="failed", **facts):
    return TestResult(name, outcome, message, **facts)


def scored(student, score, points=20.0, **changes):
    return result(student=student, score=score, points=points, **changes)


# ------------------------------------------------------------------------------------ messages


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


# ------------------------------------------------------------------------------------- places


def places_of(wrong):
    expected = torch.zeros(wrong.shape, dtype=torch.float64)
    with pytest.raises(CheckFailure) as failure:
        assert_close(expected + wrong * 7, expected)
    return failure.value.places


def test_a_failure_shows_where_the_wrong_values_lie():
    wrong = torch.zeros(2, 3, 3, 4)
    wrong[..., 0, :] = 1
    wrong[0, 0, 2, 1] = 1
    assert places_of(wrong) == ("9999", "....", ".1..")


def test_a_vector_is_one_row():
    assert places_of(torch.tensor([0.0, 1.0, 0.0])) == (".9.",)


def test_a_large_plane_is_summed_up():
    wrong = torch.zeros(100, 40)
    wrong[0, 0] = 1
    wrong[:, 30:] = 1
    found = places_of(wrong)
    assert [len(found), *{len(row) for row in found}] == [16, 16]
    assert found[0] == "1" + "." * 11 + "9999"


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3, 4)])
def test_where_all_is_wrong_there_is_no_picture(shape):
    assert places_of(torch.ones(shape)) == ()


def test_a_picture_holds_no_value():
    x = torch.arange(12, dtype=torch.float64).reshape(3, 4) + 0.12345
    got = x.clone()
    got[1, 1] = 77.777
    with pytest.raises(CheckFailure) as failure:
        assert_close(got, x)
    assert failure.value.places == ("....", ".9..", "....")


def test_results_without_places_stay_as_they_were():
    assert b"places" not in msgspec.json.encode(failed("a", "b"))
    old = b'{"name": "a", "outcome": "failed", "message": "b", "seconds": 0.0}'
    assert msgspec.json.decode(old, type=TestResult) == failed("a", "b")


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (["9.9", "...", "..."], "2 of 9 places hold wrong values, all at the border"),
        (["...", ".1.", "..."], "1 of 9 places hold wrong values, none at the border"),
        (["9..", ".1.", "..."], "2 of 9 places hold wrong values"),
        (["9.9"], "2 of 3 places hold wrong values"),
    ],
)
def test_a_map_is_told_in_words(places, told):
    assert drawn(places).told == told


def test_a_map_has_a_path_for_each_shade():
    found = drawn(["9.1", "9.."])
    assert (found.rows, found.columns) == (2, 3)
    assert found.shades == ((0.38, "M2 0h1v1h-1z"), (1.0, "M0 0h1v1h-1zM0 1h1v1h-1z"))


@pytest.mark.parametrize("places", [[], [""], ["", "9"]])
def test_without_places_there_is_no_map(places):
    assert drawn(places) is None


def test_a_map_is_bounded_whatever_a_result_holds():
    found = drawn(["<9" * 100] * 100)
    assert (found.rows, found.columns, len(found.shades)) == (16, 16, 1)


# ------------------------------------------------------------------------------------ feedback


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


# --------------------------------------------------------------------------------------- a class


def test_scores_fall_into_tenths_and_a_bonus_goes_above():
    scores = [0.0, 1.99, 2.0, 19.9, 20.0, 21.0]
    found = class_figures.spread([scored(str(i), score) for i, score in enumerate(scores)])
    assert found.bins == (2, 1, 0, 0, 0, 0, 0, 0, 0, 2, 1)
    assert found.median == pytest.approx(10.95)


def test_without_a_bonus_there_is_nothing_above():
    assert len(class_figures.spread([scored("a", 20.0)]).bins) == 10


def test_what_was_not_judged_counts_nowhere():
    class_ = [scored("a", 10.0), not_judged("b")]
    assert class_figures.spread(class_).scores == (10.0,)
    assert class_figures.mean_percent(class_) == 50
    assert [one.asked for one in class_figures.success(class_)] == [1]
    assert class_figures.mean_percent([not_judged()]) is None


def test_misconceptions_are_ranked_by_students():
    rare = Advice("rare", "Rare.")
    class_ = [
        result(question(advice=[PADDING]), student="a"),
        result(question(advice=[PADDING, rare]), student="b"),
        result(student="c"),
    ]
    first, second = class_figures.mistakes(class_)
    assert (first.name, first.students, first.judged) == ("Zero padding", ("a", "b"), 3)
    assert (second.name, second.students) == ("Rare", ("b",))


def test_the_effort_names_the_slowest_and_counts_hand_ins():
    class_ = [scored(str(i), 1.0, seconds=float(i)) for i in range(1, 101)]
    found = class_figures.effort(class_)
    assert (found.median, found.late, found.slowest.student) == (50.5, 95.0, "100")
    assert found.tests == {"passed": 100, "failed": 100}
    assert found.handins == {"passed": 100, "failed": 100}


def test_a_class_has_a_column_per_question_and_a_course_one_per_assignment():
    one = [result(question(id="max"), question(id="avg", title="Average"))]
    assert [key for key, _, _ in roster.columns(one, {})] == ["max", "avg"]
    both = [*one, result(assignment="a2")]
    assert roster.columns(both, {"a2": "Two"}) == [
        ("a1_pooling", "a1_pooling", 20),
        ("a2", "Two", 20),
    ]


def test_a_total_leaves_out_what_was_not_judged():
    class_ = [scored("bob", 5.0, assignment="a2", points=10.0), not_judged("bob")]
    (row,) = roster.rows(class_, ["a1_pooling", "a2", "a3"], [])
    assert [cell.shown for cell in row.cells] == ["not judged", "5", ""]
    assert (row.total, row.groups) == (50, ("unjudged",))


def test_a_leaderboard_ranks_by_accuracy_and_shares_places():
    def measured(student, **measures):
        return result(question(measures=measures), student=student)

    class_ = [
        measured("a", accuracy=0.5, parameters=12345.0, training_seconds=11.25),
        measured("b", accuracy=0.875),
        measured("c", accuracy=0.5),
        measured("d", parameters=1.0),
        result(student="e"),
    ]
    (board,) = leaderboard.boards(class_)
    assert board.columns == ("Accuracy", "Parameters", "Training seconds")
    assert [(place.rank, place.student) for place in board.places] == [(1, "b"), (2, "a"), (2, "c")]
    assert board.places[1].values == ("50.0 %", "12,345", "11.2 s")
    assert board.places[0].values == ("87.5 %", "–", "–")
