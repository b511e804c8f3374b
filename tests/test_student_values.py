"""How a hidden test talks to a module: handles that spell names, answers as data, readable faults."""

import math
from types import ModuleType

import numpy as np
import pytest
import torch

from autograder.errors import CheckFailure, CourseError
from autograder.protocol.steps import Lost, Raised, Step, Value
from autograder.protocol.wire import Ref
from autograder.suite import Namespace, NoAnswer, article, gradients, local
from autograder.worker.answering import Local

SOURCE = """
import random, torch

def double(x, by=2): return x * by
def draw(): return random.random()
def stub(x): raise NotImplementedError
def broken(x):
    return x.nothing
def twins(): return [Net(1), {"net": Net(2), "n": 3}]
def width_of(net): return net.width
def widths_of(nets): return [net.width for net in nets]
def spoil(x, y): y += 1

class Net:
    def __init__(self, width):
        self.width, self.calls = width, 0
        self.inner = [Inner(width * 10)]
    def __call__(self, x):
        self.calls += 1
        return x * self.width
    def wider(self): return Net(self.width + 1)

class Inner:
    def __init__(self, width): self.width = width
"""


def module():
    found = ModuleType("nets")
    exec(compile(SOURCE, "nets.py", "exec"), vars(found))
    return found


@pytest.fixture
def student():
    """A student's module, spoken to as a suite does."""
    return Namespace(Local(vars(module()), ("nets.py",)))


class Answering:
    """A target that says one thing, as a worker that was lost would."""

    def __init__(self, answer):
        self.said = answer

    def answer(self, _):
        return self.said


def message(call):
    with pytest.raises(NoAnswer) as caught:
        call()
    return str(caught.value)


# --------------------------------------------------------------------------------------- values


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


# --------------------------------------------------------------------------------- conversation


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


# ------------------------------------------------------------------------------------- messages


def test_an_error_says_the_function_the_error_and_the_line(student):
    assert message(lambda: student.broken(1)) == (
        "`broken` raised AttributeError: 'int' object has no attribute 'nothing' (nets.py, line 8)"
    )


def test_an_error_in_a_method_says_the_class(student):
    net = student.Net.new(1)
    assert message(lambda: net(None)).startswith("`Net(...)` raised TypeError: ")


def test_a_stub_is_still_to_do(student):
    assert message(lambda: student.stub(1)) == "`stub` is still to do"


def test_a_missing_name_says_what_the_task_asks_for(student):
    assert message(lambda: student.max_pool2d(1)) == (
        "there is no `max_pool2d`; the task asks for it, spelled exactly so"
    )


def test_a_missing_method_says_the_class(student):
    net = student.Net.new(1)
    assert message(lambda: net.eval()) == (  # noqa: PLW0108 - a handle is called to be read
        "`Net` has no attribute `eval`; the task asks for it, spelled exactly so"
    )


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Lost("timeout", "did not return within 5 s"), "`f` did not return within 5 s"),
        (Lost("crashed", "crashed its process (SIGSEGV)"), "`f` crashed its process (SIGSEGV)"),
        (Raised("memory", "MemoryError", ""), "`f` ran out of memory"),
        (Raised("unsendable", "Unsendable", "cannot send a set"), "`f`: cannot send a set"),
        (Raised("forbidden", "Forbidden", "yours to write"), "yours to write"),
        (Raised("import", "SyntaxError", "a.py cannot be imported"), "a.py cannot be imported"),
        (
            Raised("raised", "ValueError", "no", (), "a.py", 3),
            "`f` raised ValueError: no (a.py, line 3)",
        ),
        (Raised("raised", "ValueError", "no"), "`f` raised ValueError: no"),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_no_answer_is_a_sentence_for_the_student(answer, says):
    assert message(lambda: Namespace(Answering(answer)).f(1)) == says


def test_no_answer_keeps_the_answer(student):
    with pytest.raises(NoAnswer) as caught:
        student.stub(1)
    assert caught.value.answer.kind == "todo"


def test_no_answer_is_a_failed_check(student):
    with pytest.raises(CheckFailure):
        student.stub(1)


@pytest.mark.parametrize("name", ["stub", "broken", "nothing_of_that_name"])
def test_a_fault_of_the_reference_is_the_courses(name):
    with pytest.raises(CourseError, match="the reference: "):
        getattr(local(module()), name)(1)


def test_a_mapping_may_stand_in_for_a_module():
    assert local({"f": lambda: 3}).f() == 3


@pytest.mark.parametrize(
    ("value", "called"),
    [
        (None, "None (is a `return` missing?)"),
        (torch.ones(2), "a tensor"),
        (torch.nn.Parameter(torch.ones(2)), "a tensor"),
        (np.ones(2), "a NumPy array"),
        ("a", "a string"),
        (3, "an int"),
        (3.5, "a float"),
        (True, "a bool"),
        ([], "a list"),
        ((), "a tuple"),
        ({}, "a dict"),
    ],
    ids=repr,
)
def test_a_value_is_called_by_its_type(value, called):
    assert article(value) == called


def test_an_object_is_called_by_its_class(student):
    assert article(student.Net.new(1)) == "an object of type Net"


@pytest.mark.parametrize(
    "value", [math.nan, [None], {"a": (1, "b")}, torch.zeros(0), Ref(0, "Net")], ids=repr
)
def test_whatever_a_target_sends_a_call_returns(value):
    found = Namespace(Answering(Value(value))).f()
    assert repr(found) == (repr(value) if not isinstance(value, Ref) else "<Net(...)>")


def test_a_step_holds_the_arguments_as_they_were_given():
    recorded = []
    student = Namespace(Local(vars(module())), lambda *pair: recorded.append(pair))
    student.double(2, by=5)
    assert recorded[0][0] == Step(1, "call", "double", None, (2,), {"by": 5})
