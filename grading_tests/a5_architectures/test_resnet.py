"""SimpleResNet once more, and a table that describes any model."""

import pytest
import torch
from a5_networks import (
    assert_count,
    assert_left_alone,
    assert_same_gradients,
    assert_same_outputs,
    assert_shape,
    assert_trains,
    images,
    ref,
)

from autograder.suite import assert_close, assert_equal, check, fields

resnet = pytest.mark.question("resnet")


@resnet
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({}, 2_777_674, id="default"),
        pytest.param({"num_classes": 7}, 2_776_903, id="seven_classes"),
    ],
)
def test_resnet_has_as_many_parameters_as_the_table_says(student, options, expected):
    assert_count(student, "SimpleResNet", expected, **options)


@resnet
@pytest.mark.parametrize(
    "shape", [pytest.param([2, 3, 32, 32], id="32"), pytest.param([1, 3, 12, 20], id="wide")]
)
def test_resnet_gives_a_row_of_logits_for_each_image(student, shape):
    assert_shape(student, "SimpleResNet", shape, (shape[0], 10))


@resnet
def test_resnet_computes_the_right_logits_with_given_weights(student):
    assert_same_outputs(student, "SimpleResNet", images(3, 3, 12, 8, dtype=torch.float64))


@resnet
def test_resnet_sends_the_right_gradients_to_its_weights(student):
    x = images(2, 3, 8, 8, dtype=torch.float64)
    assert_same_gradients(student, "SimpleResNet", x, summands=10_000)


@resnet
def test_resnet_uses_all_its_parameters(student):
    assert_trains(student, "SimpleResNet", [2, 3, 16, 16])


def rows_of(namespace, model, shape):
    return namespace.describe(getattr(namespace.props, model).new(), shape)


def column(rows, index):
    """One column of a table, once it is known to be a table."""
    whole = isinstance(rows, list | tuple)
    check(whole, "the table must be a list of (name, output shape, parameters)")
    triples = all(isinstance(row, list | tuple) and len(row) == 3 for row in rows)
    check(triples, "each row of the table must be (name, output shape, parameters)")
    return [row[index] for row in rows]


PLAIN, NESTED, CROSSED = (
    pytest.param("plain", (1, 2, 6, 5), id="layers_in_a_row"),
    pytest.param("conv_norm_linear", (3, 3, 7, 9), id="nested"),
    pytest.param("crossed", (2, 2, 4, 6), id="called_twice"),
)


@resnet
@pytest.mark.parametrize(("model", "shape"), [PLAIN, NESTED, CROSSED])
def test_describe_names_each_leaf_layer_as_often_as_it_is_called(student, model, shape):
    got, expected = (column(rows_of(side, model, shape), 0) for side in (student, ref))
    assert_equal(got, expected, what="the column of names")


@resnet
@pytest.mark.parametrize(("model", "shape"), [PLAIN, NESTED])
def test_describe_gives_the_shape_that_each_layer_puts_out(student, model, shape):
    got, expected = (column(rows_of(side, model, shape), 1) for side in (student, ref))
    assert_equal(got, expected, what="the column of output shapes")


@resnet
@pytest.mark.parametrize(("model", "shape"), [PLAIN, NESTED])
def test_describe_counts_the_parameters_of_each_layer(student, model, shape):
    got, expected = (column(rows_of(side, model, shape), 2) for side in (student, ref))
    assert_equal(got, expected, what="the column of parameters")


@resnet
def test_describe_leaves_the_model_as_it_was(student):
    mine, theirs = (side.props.after_describe(side.describe.get()) for side in (student, ref))
    rows, after = fields(mine, "rows", "after", what="what `describe` did")
    check(len(column(rows, 0)) > 0, "the table is empty")
    assert_close(after, theirs["after"], what="the model after `describe`, its")


@resnet
def test_resnet_leaves_its_images_unchanged(student):
    x = images(2, 3, 8, 8, dtype=torch.float64)
    assert_shape(student, "SimpleResNet", list(x.shape), (2, 10))
    assert_left_alone(student, "SimpleResNet", x)
