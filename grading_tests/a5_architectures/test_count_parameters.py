"""Counting parameters: every number that a network learns, once, and nothing else."""

import pytest
from a5_networks import ref

from autograder.suite import assert_close, assert_equal

count_parameters = pytest.mark.question("count_parameters")


@count_parameters
@pytest.mark.parametrize(
    "model",
    [
        pytest.param("plain", id="layers_in_a_row"),
        pytest.param("conv_norm_linear", id="nested_with_running_statistics"),
        pytest.param("half_frozen", id="partly_frozen"),
        pytest.param("tied", id="a_shared_weight_once"),
    ],
)
def test_count_parameters_counts_every_number_that_is_learned(student, model):
    expected = ref.count_parameters(getattr(ref.props, model).new())
    got = student.count_parameters(getattr(student.props, model).new())
    assert_close(got, float(expected), what="the count")


@count_parameters
@pytest.mark.parametrize(
    "model",
    [
        pytest.param("plain", id="nothing_frozen"),
        pytest.param("half_frozen", id="partly_frozen"),
        pytest.param("all_frozen", id="all_frozen"),
    ],
)
def test_count_parameters_leaves_frozen_ones_out_when_asked(student, model):
    expected = ref.count_parameters(getattr(ref.props, model).new(), trainable_only=True)
    got = student.count_parameters(getattr(student.props, model).new(), trainable_only=True)
    assert_close(got, float(expected), what="the count")


@count_parameters
def test_count_parameters_is_a_whole_number_of_type_int(student):
    expected = ref.count_parameters(ref.props.plain.new())
    assert_equal(student.count_parameters(student.props.plain.new()), expected, what="the count")
