"""A hidden test reads values and holds objects of a student's module by handles that spell names."""

import numpy as np
import pytest
import torch
from spoken_module import Answering

from autograder.errors import CheckFailure, CourseError
from autograder.protocol.steps import Value
from autograder.suite import Namespace, gradients
from autograder.worker.answering import Local


def test_a_call_returns_data(student):
    assert student.double(torch.ones(2), by=3).tolist() == [3, 3]


def test_a_value_is_read_by_get(student):
    assert student.Net.new(4).get("width") == 4


def test_an_object_is_a_handle_with_the_name_of_its_class(student):
    net = student.Net.new(4)
    assert (net.type_name, net.says, repr(net)) == ("Net", "Net(...)", "<Net(...)>")


def test_an_object_is_called_like_a_function(student):
    assert student.Net.new(4)(2) == 8


def test_an_object_keeps_its_state_between_calls(student):
    net = student.Net.new(4)
    net(1), net(1)
    assert net.get("calls") == 2


def test_a_method_returns_another_object(student):
    assert student.Net.new(4).wider().get("width") == 5


def test_members_are_reached_by_name_and_by_index(student):
    assert student.Net.new(4).inner[0].get("width") == 40


def test_a_path_is_read_at_once(student):
    assert student.Net.new(4).get("inner.0.width") == 40


def test_the_last_member_is_reached_from_behind(student):
    assert student.Net.new(4).inner[-1].get("width") == 40


def test_objects_inside_containers_are_handles(student):
    first, rest = student.twins()
    assert (first.get("width"), rest["net"].get("width"), rest["n"]) == (1, 2, 3)


def test_handles_go_back_as_objects(student):
    nets = [student.Net.new(1), student.Net.new(2)]
    assert student.width_of(nets[1]) == 2
    assert student.widths_of(nets) == [1, 2]
    assert student.width_of(net=nets[0]) == 1


def test_a_member_as_an_argument_is_that_member(student):
    assert student.width_of(student.Net.new(4).inner[0].get()) == 40


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(lambda student: student.Net.new(4).inner[0], id="member"),
        pytest.param(lambda student: student.double, id="function"),
    ],
)
def test_an_unread_name_as_an_argument_is_the_courses_mistake(student, member):
    with pytest.raises(CourseError):
        student.width_of(member(student))


def test_a_handle_cannot_be_looped_over(student):
    with pytest.raises(TypeError):
        iter(student.Net.new(1))


def test_new_refuses_data(student):
    with pytest.raises(CheckFailure) as caught:
        student.double.new(2)
    assert str(caught.value) == "`double` must make an object, it returned an int"


def test_vjp_gives_gradients_by_place_and_by_name(student):
    found = student.double.vjp(torch.ones(2), torch.ones(2), by=torch.tensor([3.0, 4.0]))
    assert found.output.tolist() == [3, 4]
    assert found.args[0].tolist() == [3, 4]
    assert found.kwargs["by"].tolist() == [1, 1]
    assert found.parameters == {}


def test_vjp_of_a_network_gives_the_gradients_of_its_parameters():
    net = Namespace(Local({"Net": lambda: torch.nn.Linear(2, 1, bias=False)})).Net.new()
    found = net.vjp(torch.ones(1, 1), torch.tensor([[3.0, 4.0]]))
    assert found.parameters["weight"].tolist() == [[3, 4]]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        5,
        [],
        {"output": 1},
        {"output": 1, "args": ["a"], "kwargs": {}, "parameters": {}},
        {"output": 1, "args": (), "kwargs": {"x": np.ones(2)}, "parameters": {}},
    ],
    ids=repr,
)
def test_gradients_that_are_none_are_a_failure_of_the_student(sent):
    with pytest.raises(CheckFailure, match="did not come back as tensors"):
        gradients(sent)


def test_changes_names_what_was_written_to(student):
    assert student.spoil.changes(torch.ones(2), torch.ones(2)) == ["1"]


@pytest.mark.parametrize("sent", [None, 3, "0", {}], ids=repr)
def test_odd_changes_count_as_a_change(sent):
    assert Namespace(Answering(Value(sent))).f.changes(1) == ["?"]


def test_attempt_gives_the_answer_itself(student):
    assert isinstance(student.double.attempt(2), Value)
    assert student.stub.attempt(2).kind == "todo"
