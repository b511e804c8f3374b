"""The target in this process gets, calls and differentiates what a step asks for."""

import pytest
import torch
from direct_target import fault, step, student, value

from autograder.protocol.wire import Ref
from autograder.worker.answering import Local

# ---------------------------------------------------------------------------------------- the verbs


def test_get_reads_a_value():
    assert value(Local({"rate": 0.5}), step("rate", verb="get")) == 0.5


def test_get_reads_through_attributes():
    assert value(Local({"torch": torch}), step("torch.float32.itemsize", verb="get")) == 4


def test_call_passes_arguments_by_place_and_by_name():
    target = Local({"f": lambda a, *rest, b: [a, rest, b]})
    assert value(target, step("f", 1, 2, b=3)) == [1, (2,), 3]


def test_call_measures_the_seconds_of_the_call():
    target = student("import time\ndef f(): time.sleep(0.05)")
    assert 0.05 <= target.answer(step("f")).seconds < 5


@pytest.mark.parametrize("index", [0, 1])
def test_digits_in_a_path_are_indices(index):
    target = Local({"layers": [{"name": "conv"}, ("bn",)]})
    assert value(target, step(f"layers.{index}", verb="get")) == [{"name": "conv"}, ("bn",)][index]


def test_an_index_reaches_into_a_network():
    target = Local({"net": torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Linear(2, 3))})
    assert value(target, step("net.1.out_features", verb="get")) == 3


def test_vjp_gives_the_output_and_a_gradient_for_each_argument():
    target = Local({"f": lambda x, n, y: x * y * n})
    x, y, ones = torch.tensor([2.0, 3.0]), torch.tensor([5.0, 7.0]), torch.ones(2)
    found = value(target, step("f", x, 10, y=y, verb="vjp", cotangent=ones))
    assert found["output"].tolist() == [100, 210]
    assert found["args"][0].tolist() == [50, 70]
    assert found["args"][1] is None
    assert found["kwargs"]["y"].tolist() == [20, 30]


def test_vjp_weighs_the_output_with_the_cotangent():
    asked = step("f", torch.ones(3), verb="vjp", cotangent=torch.tensor([1.0, 10.0, 100.0]))
    found = value(Local({"f": lambda x: 2 * x}), asked)
    assert found["args"][0].tolist() == [2, 20, 200]


def test_vjp_gives_the_gradients_of_a_modules_parameters():
    layer = torch.nn.Linear(2, 1, bias=False)
    asked = step("layer", torch.tensor([[3.0, 4.0]]), verb="vjp", cotangent=torch.ones(1, 1))
    assert value(Local({"layer": layer}), asked)["parameters"]["weight"].tolist() == [[3, 4]]


def test_vjp_of_a_method_gives_its_modules_parameters():
    layer = torch.nn.Linear(1, 1)
    asked = step("layer.forward", torch.ones(1, 1), verb="vjp", cotangent=torch.ones(1, 1))
    assert set(value(Local({"layer": layer}), asked)["parameters"]) == {"weight", "bias"}


def test_vjp_leaves_frozen_and_unused_parameters_without_a_gradient():
    net = torch.nn.ModuleDict({"used": torch.nn.Linear(1, 1, False), "idle": torch.nn.ReLU()})
    net.spare = torch.nn.Parameter(torch.ones(1))
    net.frozen = torch.nn.Parameter(torch.ones(1), requires_grad=False)
    net.forward = net["used"].forward
    found = value(
        Local({"net": net}), step("net", torch.ones(1, 1), verb="vjp", cotangent=torch.ones(1, 1))
    )
    assert {name: grad is None for name, grad in found["parameters"].items()} == {
        "used.weight": False,
        "spare": True,
    }


def test_vjp_takes_several_outputs_with_several_cotangents():
    target = Local({"f": lambda x: (2 * x, 3 * x)})
    asked = step("f", torch.ones(2), verb="vjp", cotangent=(torch.ones(2), torch.ones(2)))
    assert value(target, asked)["args"][0].tolist() == [5, 5]


@pytest.mark.parametrize(
    ("function", "says"),
    [
        pytest.param(lambda x: None, "expected a tensor", id="nothing"),
        pytest.param(lambda x: x[:1], "expected output of shape (2,)", id="another shape"),
        pytest.param(lambda x: (x, x), "expected output of shape (2,)", id="too many outputs"),
        pytest.param(lambda x: (), "expected output of shape (2,)", id="no outputs"),
        pytest.param(lambda x: x.detach(), "autograd has no path back", id="detached"),
        pytest.param(lambda x: [x.numpy()], "requires grad", id="through NumPy"),
    ],
)
def test_vjp_says_what_is_wrong_with_an_output(function, says):
    asked = step("f", torch.ones(2), verb="vjp", cotangent=torch.ones(2))
    assert says in fault(Local({"f": function}), asked).message


@pytest.mark.parametrize("verb", ["call", "vjp", "changes"])
def test_a_name_that_cannot_be_called_is_said_to_be_no_function(verb):
    found = fault(Local({"size": 3}), step("size", verb=verb))
    assert (found.error, found.message) == (
        "TypeError",
        "`size` must be callable, it is of type int",
    )


# ------------------------------------------------------------------------------------- how it reads


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (step("max_pool2d"), "max_pool2d"),
        (step("net.conv", verb="get"), "net.conv"),
        (step("eval", root=Ref(0, "Net")), "Net(...).eval"),
        (step("", root=Ref(0, "Net")), "Net(...)"),
    ],
    ids=["function", "member", "method", "object"],
)
def test_a_step_reads_as_it_would_be_written(asked, says):
    assert asked.says == says
