"""A hand-in's seconds: its own calls have one time_left, the grader's trainings of it another, for all of them."""

import pytest
from slow_network import SLOW

from autograder.course.assignment import Limits
from autograder.course.find import find_assignment
from autograder.grading.host import Warm
from autograder.judge.time_left import TimeLeft
from autograder.protocol.jobs import Job, Subject

LIMITS = Limits(call_seconds=5, training_seconds=30, total_seconds=40)


def test_trainings_have_seconds_of_their_own():
    time_left = TimeLeft(LIMITS)
    time_left.spend(30, trains=True)
    assert (time_left.own, time_left.trainings, time_left.whole) == (40, 30, 70)
    assert time_left.bound(trains=False) == 5


def test_the_last_training_gets_what_the_others_left():
    time_left = TimeLeft(LIMITS)
    assert time_left.bound(trains=True) == 30
    time_left.spend(28, trains=True)
    time_left.spend(28, trains=True)
    assert time_left.bound(trains=True) == 4
    assert time_left.used_up(trains=True) == ""


def test_when_trainings_have_used_up_their_seconds_calls_go_on():
    time_left = TimeLeft(LIMITS)
    time_left.spend(60.5, trains=True)
    assert "60 s" in time_left.used_up(trains=True)
    assert time_left.used_up(trains=False) == ""
    assert time_left.whole == 40


def test_when_the_hand_in_has_used_up_its_seconds_nothing_is_trained():
    time_left = TimeLeft(LIMITS)
    time_left.spend(41, trains=False)
    assert "40 s" in time_left.used_up(trains=True)
    assert "40 s" in time_left.used_up(trains=False)


SUITE = """
import pytest
import torch

double = pytest.mark.question("double")


@double
@pytest.mark.parametrize("number", range(6))
def test_a_network_can_be_trained(student, number):
    images = torch.zeros(64, 1, 2, 2, dtype=torch.uint8)
    recipe = {"samples": 64 * 30, "batch": 16, "classes": 2, "flips": False}
    make = student.double.get()
    student.tools.train(make, images, torch.arange(64) % 2, recipe, images, [0.5], [0.5])


@double
def test_the_function_answers(student):
    assert student.double() is not None
"""


@pytest.mark.slow
def test_a_network_that_is_just_fast_enough_each_time_is_not_trained_for_ever(
    make_course, tmp_path
):
    settings = """title = "Doubling"
module = "doubling.py"
[limits]
training_seconds = 3
[[questions]]
id = "double"
title = "Twice the number"
points = 2
names = ["double"]
"""
    folder = "grading_tests/doubling"
    changes = {f"{folder}/test_double.py": SUITE, f"{folder}/assignment.toml": settings}
    course = make_course(tmp_path, changes)
    limits = find_assignment(course, "doubling").limits
    with Warm(course) as warm:
        report = warm.judge("doubling", limits).grade(
            Job(Subject({"doubling.py": SLOW}, "doubling.py"))
        )
    messages = [test.message for test in report.questions[0].tests]
    refused = [message for message in messages if "had used up their 6 s" in message]
    assert report.problem == ""
    assert len(refused) >= 1  # a training takes 1.2 s and more: six do not fit into 6
    assert messages[-1] == ""  # the call is made all the same
    assert messages[0] == ""
