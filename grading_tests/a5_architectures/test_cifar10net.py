"""CIFAR10Net: its sizes, its counts, its dropout, and what it computes."""

import pytest
import torch
from a5_networks import (
    assert_count,
    assert_drops,
    assert_left_alone,
    assert_same_gradients,
    assert_same_outputs,
    assert_shape,
    assert_stages,
    assert_trains,
    images,
)

cifar10net = pytest.mark.question("cifar10net")


@cifar10net
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({}, 4_507_722, id="default"),
        pytest.param({"num_classes": 7}, 4_506_183, id="seven_classes"),
    ],
)
def test_cifar10net_has_as_many_parameters_as_the_table_says(student, options, expected):
    assert_count(student, "CIFAR10Net", expected, **options)


@cifar10net
@pytest.mark.parametrize(
    ("shape", "options", "classes"),
    [
        pytest.param([1, 3, 32, 32], {}, 10, id="one_image"),
        pytest.param([2, 3, 32, 32], {"num_classes": 7}, 7, id="seven_classes"),
        pytest.param([2, 3, 24, 40], {}, 10, id="wide"),
    ],
)
def test_cifar10net_gives_a_row_of_logits_for_each_image(student, shape, options, classes):
    assert_shape(student, "CIFAR10Net", shape, (shape[0], classes), **options)


@cifar10net
def test_cifar10net_gives_the_right_size_at_each_layer(student):
    assert_stages(student, "CIFAR10Net", [2, 3, 32, 32])


@cifar10net
@pytest.mark.parametrize(
    "shape", [pytest.param((3, 3, 16, 16), id="three"), pytest.param((1, 3, 24, 16), id="tall")]
)
def test_cifar10net_computes_the_right_logits_with_given_weights(student, shape):
    assert_same_outputs(student, "CIFAR10Net", images(*shape, dtype=torch.float64))


@cifar10net
def test_cifar10net_sends_the_right_gradients_to_its_weights(student):
    x = images(2, 3, 8, 8, dtype=torch.float64)
    assert_same_gradients(student, "CIFAR10Net", x, summands=10_000)


@cifar10net
def test_cifar10net_drops_half_before_its_last_layer(student):
    # 4,096 draws: that a fraction falls outside 0.45 to 0.55 has probability below 2e-10.
    assert_drops(student, "CIFAR10Net", [8, 3, 8, 8], [0.5])


@cifar10net
def test_cifar10net_uses_all_its_parameters(student):
    assert_trains(student, "CIFAR10Net", [2, 3, 16, 16])


@cifar10net
def test_cifar10net_leaves_its_images_unchanged(student):
    x = images(2, 3, 8, 8, dtype=torch.float64)
    assert_shape(student, "CIFAR10Net", list(x.shape), (2, 10))
    assert_left_alone(student, "CIFAR10Net", x)
