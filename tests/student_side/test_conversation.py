"""What a hidden test asks is recorded in order, each step with a seed of its own."""

from spoken_module import module

from autograder.protocol.steps import Raised
from autograder.suite import Namespace, local
from autograder.worker.answering import Local


def test_a_conversation_is_recorded_in_order():
    recorded = []
    student = Namespace(Local(vars(module())), lambda *pair: recorded.append(pair))
    student.double(2)
    student.stub.attempt(3)
    assert [(asked.path, asked.args) for asked, _ in recorded] == [("double", (2,)), ("stub", (3,))]
    assert recorded[0][1].value == 4
    assert isinstance(recorded[1][1], Raised)


def test_every_step_of_a_conversation_has_a_seed_of_its_own():
    recorded = []
    student = Namespace(Local(vars(module())), lambda *pair: recorded.append(pair))
    student.draw(), student.draw(), student.Net.new(1).get("width")
    seeds = [asked.seed for asked, _ in recorded]
    assert len(set(seeds)) == len(seeds) == 4


def test_two_conversations_draw_alike():
    first, second = (Namespace(Local(vars(module()))) for _ in range(2))
    assert [first.draw(), first.draw()] == [second.draw(), second.draw()]


def test_a_reference_draws_as_the_student_does(student):
    ref = local(module())
    assert student.draw() == ref.draw()


def test_special_names_are_no_names_of_the_module(student):
    assert not hasattr(student, "__array__")
    assert not hasattr(student.double, "__len__")
