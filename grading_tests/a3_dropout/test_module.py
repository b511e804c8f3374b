"""Dropout as a layer: what it does in each mode, and that the modes reach it."""

import props
import pytest
import torch
from a3_statistics import (
    assert_dropped,
    assert_dtype,
    assert_independent,
    assert_scaled,
    halves,
    ones,
    values,
)

from autograder.suite import (
    assert_close,
    assert_equal,
    assert_refuses,
    check,
    local,
    tensor,
)
from grading_tests.network_checks import assert_left_alone
from reference import dropout

ref = local({**vars(dropout), "props": props})
module = pytest.mark.question("module")

PS = pytest.mark.parametrize("p", [0.1, 0.3, 0.8])
SHAPE = (8, 6, 10, 12)


@module
@PS
def test_a_new_layer_drops_a_share_of_p_and_scales_the_rest(student, p):
    # 5,760 draws; at p = 0.3, 26 % to 34 % are zeros but for one in 10^9
    got = student.Dropout.new(p)(ones(*SHAPE))
    assert_scaled(got, ones(*SHAPE), 1 / (1 - p))
    assert_dropped(got, SHAPE, p)


@module
def test_a_layer_drops_half_where_nothing_is_said(student):
    got = student.Dropout.new()(ones(*SHAPE))
    assert_scaled(got, ones(*SHAPE), 2)
    assert_dropped(got, SHAPE, 0.5)


@module
@pytest.mark.parametrize("p", [0.3, 0.8, 1.0])
def test_after_eval_nothing_changes(student, p):
    layer = student.Dropout.new(p)
    layer.eval()
    assert_close(layer(values(19, 31)), values(19, 31))


@module
@pytest.mark.parametrize("p", [0.3, 0.8])
def test_after_train_values_are_dropped_again(student, p):
    layer = student.Dropout.new(p)
    layer.eval()
    assert_close(layer(values(19, 31)), values(19, 31))
    layer.train()
    assert_dropped(layer(ones(*SHAPE)), SHAPE, p)


@module
def test_the_modes_of_a_network_reach_the_layer_in_it(student):
    network = student.props.inside(student.Dropout.new(0.3))
    assert_dropped(network(ones(*SHAPE)), SHAPE, 0.3)
    network.eval()
    assert_close(network(values(19, 31)), values(19, 31))


@module
@pytest.mark.parametrize("axis", [0, 1, 2], ids=["image", "channel", "row"])
def test_a_layer_draws_for_every_element(student, axis):
    got = tensor(student.Dropout.new(0.3)(ones(*SHAPE)), SHAPE)
    message = f"{{share}} of all neighbours along axis {axis} are dropped or kept together"
    assert_independent(*halves(got, axis), 0.3, f"{message}: draw for every element")


@module
@pytest.mark.parametrize("p", [0.3, 0.8])
def test_every_forward_pass_draws_anew(student, p):
    got = student.props.passes(student.Dropout.new(p), ones(*SHAPE), 2)
    message = "{share} of two passes' values are dropped or kept together"
    assert_independent(*tensor(got, (2, *SHAPE)), p, message)


@module
def test_a_layer_takes_inputs_of_any_shape_one_after_the_other(student):
    layer = student.Dropout.new(0.3)
    for shape in ((19, 31), (5, 4, 6, 7)):
        assert_scaled(layer(values(*shape)), values(*shape), 1 / 0.7)


@module
def test_a_layer_keeps_the_dtype(student):
    layer = student.Dropout.new(0.3)
    for dtype in (torch.float32, torch.float64):
        x = values(5, 4, 6, 7, dtype=dtype)
        assert_scaled(assert_dtype(layer(x), x), x.float(), 1 / 0.7)


@module
@pytest.mark.parametrize(
    ("p", "scale"), [pytest.param(0.0, 1.0, id="none"), pytest.param(1.0, 0.0, id="all")]
)
def test_a_layer_with_p_0_drops_nothing_and_with_p_1_everything(student, p, scale):
    assert_close(student.Dropout.new(p)(values(19, 31)), values(19, 31) * scale)


@module
def test_gradients_pass_through_the_layer_where_values_pass(student):
    x, grad_output = ones(40, 50), values(40, 50)
    found = student.Dropout.new(0.3).vjp(grad_output, x)
    assert_scaled(found.output, x, 1 / 0.7)
    check(len(found.args) == 1, "the gradient of x did not come back")
    assert_close(found.args[0], grad_output * found.output, what="the gradient")


@module
def test_a_layer_has_nothing_to_learn_and_leaves_its_input_as_it_was(student):
    layer = student.Dropout.new(0.3)
    assert_equal(student.tools.parameter_count(layer), 0, what="the number of parameters")
    assert_left_alone(student, layer, values(19, 31))


@module
@pytest.mark.parametrize("p", [-0.1, 1.5])
def test_what_is_no_probability_is_refused_at_the_latest_in_use(student, p):
    because = "p is outside [0, 1]"
    assert_refuses(student.props.made_and_used, student.Dropout.get(), p, because=because)
