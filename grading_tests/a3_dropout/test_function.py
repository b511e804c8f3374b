"""Dropout as a function: which values are dropped, what the others become, modes, gradients."""

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
    assert_unchanged,
    check,
    local,
    tensor,
)
from reference import dropout

ref = local({**vars(dropout), "props": props})
function = pytest.mark.question("function")

PS = pytest.mark.parametrize("p", [0.1, 0.3, 0.8])  # at 0.5, four mistakes cannot be seen


@function
@PS
def test_what_is_kept_is_divided_by_1_minus_p(student, p):
    x = values(40, 50)
    assert_scaled(student.dropout(x, p), x, 1 / (1 - p))


@function
@PS
def test_a_share_of_p_is_dropped(student, p):
    # 10,000 draws; at p = 0.3 the count of zeros is in [2722, 3281] but for one in 10^9
    assert_dropped(student.dropout(ones(100, 100), p), (100, 100), p)


@function
def test_half_is_dropped_where_nothing_is_said(student):
    got = student.dropout(ones(100, 100))
    assert_scaled(got, ones(100, 100), 2)
    assert_dropped(got, (100, 100), 0.5)


@function
@pytest.mark.parametrize("p", [0.3, 0.8])
@pytest.mark.parametrize(
    ("shape", "axis"),
    [
        pytest.param((60, 80), 0, id="sample"),
        pytest.param((60, 80), 1, id="feature"),
        pytest.param((8, 6, 10, 12), 0, id="image"),
        pytest.param((8, 6, 10, 12), 1, id="channel"),
        pytest.param((8, 6, 10, 12), 2, id="row"),
        pytest.param((8, 6, 10, 12), 3, id="column"),
    ],
)
def test_neighbours_are_dropped_independently(student, shape, axis, p):
    # at least 2,400 pairs; at p = 0.3, 53 % to 63 % of 2,880 agree but for one in 10^9
    got = tensor(student.dropout(ones(*shape), p), shape)
    message = f"{{share}} of all neighbours along axis {axis} are dropped or kept together"
    assert_independent(*halves(got, axis), p, f"{message}: draw for every element")


@function
@pytest.mark.parametrize("p", [0.3, 0.8])
def test_every_call_draws_anew(student, p):
    got = student.props.many(student.dropout.get(), ones(60, 80), p, 2)
    message = "{share} of two calls' values are dropped or kept together"
    assert_independent(*tensor(got, (2, 60, 80)), p, message)


@function
@PS
def test_the_number_of_zeros_is_left_to_chance(student, p):
    # 10 draws, 60 times: the chance that all counts of zeros are equal is below 10^-24
    got = student.props.many(student.dropout.get(), ones(10), p, 60)
    counts = (tensor(got, (60, 10)) == 0).sum(dim=1)
    check(len(counts.unique()) > 1, "60 calls drop equally many of 10 values: draw for each value")


@function
@pytest.mark.parametrize(
    ("p", "scale"), [pytest.param(0.0, 1.0, id="none"), pytest.param(1.0, 0.0, id="all")]
)
@pytest.mark.parametrize("shape", [(4, 3, 6, 7), (40, 50)], ids=["4d", "2d"])
def test_p_0_drops_nothing_and_p_1_everything(student, p, scale, shape):
    x = values(*shape)
    assert_close(student.dropout(x, p), x * scale)


@function
@pytest.mark.parametrize("p", [0.1, 0.3, 0.8, 1.0])
def test_without_training_nothing_changes(student, p):
    x = values(4, 3, 6, 7)
    assert_close(student.dropout(x, p, training=False), x)


@function
@pytest.mark.parametrize("p", [0.3, 0.8])
def test_without_training_the_gradient_passes_as_it_is(student, p):
    grad_output = values(40, 50)
    found = student.dropout.vjp(grad_output, grad_output + 1, p, False)
    check(len(found.args) == 3, "the gradient of x did not come back")
    assert_close(found.args[0], grad_output, what="the gradient")


@function
@pytest.mark.parametrize("shape", [(700,), (19, 31), (5, 4, 6, 7)], ids=["1d", "2d", "4d"])
def test_the_shape_stays(student, shape):
    x = values(*shape)
    assert_scaled(student.dropout(x, 0.3), x, 1 / 0.7)


@function
def test_the_dtype_stays(student):
    for dtype in (torch.float32, torch.float64):
        x = values(5, 4, 6, 7, dtype=dtype)
        assert_scaled(assert_dtype(student.dropout(x, 0.3), x), x.float(), 1 / 0.7)


@function
@pytest.mark.parametrize("p", [0.0, 0.3])
def test_the_input_is_left_as_it_was(student, p):
    x = values(40, 50)
    assert_scaled(student.dropout(x, p), x, 1 / (1 - p))
    assert_unchanged(student.dropout, x, p)


@function
@PS
def test_the_gradient_passes_where_values_pass_and_is_scaled_as_they_are(student, p):
    x, grad_output = ones(40, 50), values(40, 50)
    found = student.dropout.vjp(grad_output, x, p)
    assert_scaled(found.output, x, 1 / (1 - p))
    check(len(found.args) == 2, "the gradient of x did not come back")
    # x is 1, so that the output is what every value was multiplied by
    assert_close(found.args[0], grad_output * found.output, what="the gradient")


@function
@pytest.mark.parametrize("p", [-0.1, 1.5, -1.0])
def test_what_is_no_probability_is_refused(student, p):
    assert_refuses(student.dropout, ones(2, 3), p, because="p is outside [0, 1]")


@function
@pytest.mark.parametrize("p", [0.3, 0.8])
def test_equal_seeds_of_a_generator_give_equal_results(student, p):
    got = student.props.seeded(student.dropout.get(), ones(60, 80), p, [3, 3])
    one, other = tensor(got, (2, 60, 80))
    assert_scaled(one, ones(60, 80), 1 / (1 - p))
    assert_dropped(one, (60, 80), p)
    assert_equal(other, one, what="the output for a generator of the same seed")


@function
def test_equal_seeds_give_equal_results_whatever_was_drawn_before(student):
    written = student.dropout.get()
    one, other = (student.props.seeded(written, ones(60, 80), 0.3, [3]) for _ in range(2))
    assert_dropped(one, (1, 60, 80), 0.3)
    assert_equal(other, one, what="the output for a generator of the same seed")


@function
def test_other_seeds_of_a_generator_give_other_results(student):
    got = student.props.seeded(student.dropout.get(), ones(60, 80), 0.3, [3, 4])
    message = "{share} of the values for two seeds of a generator are dropped or kept together"
    assert_independent(*tensor(got, (2, 60, 80)), 0.3, message)


@function
def test_a_generator_goes_on_from_call_to_call(student):
    got = student.props.going_on(student.dropout.get(), ones(60, 80), 0.3, 2, seed=3)
    one, other = tensor(got, (2, 60, 80))
    message = "{share} of two calls' values are dropped or kept together, with one generator"
    assert_independent(one, other, 0.3, message)
