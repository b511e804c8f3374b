"""The tools beside the student's code: registered once, and asked for what the engine must know."""

import inspect
import re

import pytest
import torch
from conftest import ROOT

from autograder.protocol.steps import Raised, Step, Value
from autograder.protocol.wire import Ref
from autograder.worker.answering import Direct, tool_of, tools, training
from autograder.worker.answering.registry import TOOLS

ENGINE = ROOT / "autograder"


def test_every_public_function_beside_the_code_is_registered():
    for module in (tools, training):
        public = {
            name
            for name, value in vars(module).items()
            if inspect.isfunction(value)
            and value.__module__ == module.__name__
            and not name.startswith("_")
        }
        assert public == {
            name for name, tool in TOOLS.items() if tool.run.__module__ == module.__name__
        }
        assert all(TOOLS[name].run is getattr(module, name) for name in public)


def test_no_other_file_of_the_engine_spells_the_path_of_a_tool():
    path = re.compile(r"""["']tools\.""")
    files = [file for file in ENGINE.rglob("*.py") if path.search(file.read_text("utf-8"))]
    assert [file.name for file in files] == ["registry.py"]


@pytest.mark.parametrize(
    "step",
    [
        Step(0, "call", "state"),
        Step(0, "call", "tools.no_such"),
        Step(0, "call", "tools.state", Ref(0, "Net")),
        Step(0, "call", "tools"),
    ],
)
def test_what_asks_for_the_code_itself_is_no_tool(step):
    assert tool_of(step) is None


def test_only_a_training_is_the_graders_time():
    assert [name for name, tool in TOOLS.items() if not tool.counts_as_students_time] == ["train"]


def test_a_tool_that_does_not_exist_is_missing():
    answer = Direct({"double": abs}).answer(Step(0, "call", "tools.no_such"))
    assert isinstance(answer, Raised)
    assert (answer.kind, answer.message) == ("missing", "there is no tool `no_such`")


def test_a_hand_in_that_defines_tools_replaces_none():
    net = torch.nn.Linear(2, 1)
    target = Direct({"tools": None, "net": net})
    ref = target.answer(Step(0, "get", "net"))
    assert isinstance(ref, Value)
    assert target.answer(Step(0, "call", "tools.parameter_count", args=(ref.value,))).value == 3


ROWS = [["b", [2], True], ["a", [3, 2], True]]


def test_answers_about_networks_do_not_depend_on_names():
    renamed = [["y", [3, 2], True], ["x", [2], True]]
    state, layers = TOOLS["state"], TOOLS["layers"]
    assert state.in_reference_names(ROWS) == state.in_reference_names(renamed)
    assert layers.in_reference_names(ROWS) == layers.in_reference_names(
        [["q", *row[1:]] for row in ROWS]
    )
    assert layers.in_reference_names(ROWS) != layers.in_reference_names(renamed)  # another order
    assert TOOLS["call_order"].in_reference_names(["a"]) == TOOLS["call_order"].in_reference_names(
        []
    )


@pytest.mark.parametrize("odd", [None, 3, "rows", [1, 2], {"a": 1}])
def test_an_answer_of_another_shape_stays_as_it_is(odd):
    assert TOOLS["state"].in_reference_names(odd) == odd
    assert TOOLS["layers"].in_reference_names(odd) == odd


def test_a_plan_tells_what_the_reference_calls_a_tensor():
    assert TOOLS["fill"].renames((Ref(0, "Net"), {"mine": ["conv.weight", 3]})) == {
        "mine": "conv.weight"
    }
    assert TOOLS["fill"].renames(()) == {}
