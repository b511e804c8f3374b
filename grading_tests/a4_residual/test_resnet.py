"""SimpleResNet: its size, the shapes inside, and what it computes under equal weights."""

import props
import pytest
import torch
from a4_checks import assert_refuses_below_one, made

from autograder.suite import (
    Handle,
    Namespace,
    assert_close,
    assert_equal,
    check,
    local,
    share_weights,
)
from grading_tests.network_checks import (
    assert_all_reached,
    assert_finite,
    assert_left_alone,
    images,
)
from reference import residual

ref = local({**vars(residual), "props": props})
resnet = pytest.mark.question("resnet")

# float32, whose rounding grows over fourteen layers; a mistake moves values by far more
SUMMANDS = 100
GRADIENT = 1000.0  # large, so that gradients stand well above the absolute tolerance


def photos(seed: int = 0, n: int = 2) -> torch.Tensor:
    """Images of 32x32 in float32."""
    return images(n, 3, 32, 32, seed=seed).float()


def equal_networks(student: Namespace) -> tuple[Handle, Handle, dict[str, str]]:
    """The student's and the reference's network in eval mode with equal weights."""
    net, twin = made(student, "SimpleResNet"), ref.SimpleResNet.new()
    net.eval()
    twin.eval()
    return net, twin, share_weights(student, net, ref, twin, photos())


@resnet
def test_resnet_has_2777674_parameters(student):
    net = made(student, "SimpleResNet")
    assert_equal(student.tools.parameter_count(net), 2_777_674, what="the number of parameters")


@resnet
def test_resnet_has_a_parameter_for_each_class_and_feature(student):
    net, twin = made(student, "SimpleResNet", num_classes=7), ref.SimpleResNet.new(num_classes=7)
    expected = ref.tools.parameter_count(twin)
    what = "the number of parameters with 7 classes"
    assert_equal(student.tools.parameter_count(net), expected, what=what)


@resnet
def test_resnet_keeps_4495_values_in_its_batch_norms(student):
    net = made(student, "SimpleResNet")
    assert_equal(student.props.buffer_count(net), 4495, what="the number of values in buffers")


@resnet
@pytest.mark.parametrize("classes", [pytest.param((), id="ten"), pytest.param((7,), id="seven")])
def test_resnet_gives_one_number_for_each_class(student, classes):
    assert_finite(made(student, "SimpleResNet", *classes)(photos()), (2, *(classes or (10,))))


@resnet
def test_resnet_has_feature_maps_of_32_16_and_8_pixels(student):
    found = student.tools.layers(made(student, "SimpleResNet"), photos())
    check(isinstance(found, list), "the layers cannot be read")
    rows = [row for row in found if isinstance(row, list | tuple) and len(row) == 3]
    shapes = [row[2] for row in rows if isinstance(row[2], list | tuple) and len(row[2]) == 4]
    maps = {tuple(map(str, shape[1:])) for shape in shapes if shape[2] != 1}
    for c, side in ((64, 32), (128, 16), (256, 8)):
        expected = (str(c), str(side), str(side))
        check(expected in maps, f"no layer gives feature maps of {c} x {side} x {side}")
        maps.remove(expected)
    others = ", ".join(" x ".join(shape) for shape in sorted(maps))
    check(not maps, f"some layer gives feature maps of another shape: {others[:60]}")


@resnet
def test_resnet_uses_each_of_its_layers(student):
    net = made(student, "SimpleResNet")
    assert_all_reached(net, GRADIENT * images(2, 10, seed=1).float(), photos())


@resnet
def test_resnet_computes_the_same_logits_under_equal_weights(student):
    net, twin, _ = equal_networks(student)
    x = photos(1, n=3)
    assert_close(net(x), twin(x), SUMMANDS)


@resnet
def test_resnet_computes_the_same_logits_while_training(student):
    net, twin, _ = equal_networks(student)
    net.train()
    twin.train()
    assert_close(net(photos(1)), twin(photos(1)), SUMMANDS)


@resnet
def test_resnet_sends_the_same_gradients_under_equal_weights(student):
    net, twin, names = equal_networks(student)
    grad_output = GRADIENT * images(2, 10, seed=1).float()
    got, expected = net.vjp(grad_output, photos()), twin.vjp(grad_output, photos())
    for name, gradient in got.parameters.items():
        check(name in names, f"there is a parameter too many: {name!r}")
        right = expected.parameters[names[name]]
        assert_close(gradient, right, SUMMANDS, what=f"the gradient of {name!r}")
    check(bool(got.args), "the gradient of x did not come back")
    assert_close(got.args[0], expected.args[0], SUMMANDS, what="the gradient of x")


@resnet
def test_resnet_refuses_numbers_below_1(student):
    assert_refuses_below_one(student, "SimpleResNet", 10)


@resnet
def test_resnet_leaves_its_images_unchanged(student):
    net, x = made(student, "SimpleResNet"), images(2, 3, 8, 8).float()
    assert_finite(net(x), (2, 10))
    assert_left_alone(student, net, x)
