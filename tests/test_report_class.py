"""What a report counts of a class: scores, misconceptions, effort and ranks."""

import pytest
from made_results import PADDING, not_judged, question, result

from autograder.report import class_figures, leaderboard, roster
from autograder.results import Advice


def scored(student, score, points=20.0, **changes):
    return result(student=student, score=score, points=points, **changes)


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
