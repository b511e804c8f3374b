"""What the layer computes: by the batch in training, by its memory in evaluation."""

import a2_inputs as inputs
import props
import pytest
import torch
from a2_checks import gradient, trained
from a2_inputs import images, noise

from autograder.suite import (
    assert_close,
    assert_refuses,
    check,
    difference,
    fields,
    local,
    unrecorded,
)
from grading_tests.network_checks import assert_left_alone
from reference import batch_norm

ref = local({**vars(batch_norm), "props": props})
module = pytest.mark.question("module")


@module
@pytest.mark.parametrize(
    "shape",
    [inputs.IMAGES, inputs.WIDE, inputs.ONE_IMAGE, inputs.ONE_ROW, inputs.ONE_PIXEL],
)
def test_training_normalises_by_the_batch(student, shape):
    x = images(*shape)
    got, expected = (f.BatchNorm2d.new(shape[1])(x) for f in (student, ref))
    assert_close(got, expected, summands=16)


@module
def test_training_does_not_depend_on_earlier_batches(student):
    net, twin = (trained(f, images(2, 3, 64, 64, seed=1)) for f in (student, ref))
    x = images(2, 3, 64, 64)
    assert_close(net(x), twin(x), summands=64)


@module
@pytest.mark.parametrize("name", ["running_mean", "running_var"])
@pytest.mark.parametrize(
    ("steps", "momentum"),
    [
        pytest.param(1, {}, id="one_batch"),
        pytest.param(3, {}, id="three_batches"),
        pytest.param(2, {"momentum": 0.5}, id="momentum_given"),
    ],
)
def test_running_statistics_follow_the_batches(student, name, steps, momentum):
    batches = [images(3 - seed, 3, 2, 2, seed=seed) for seed in range(steps)]
    got, expected = (trained(f, *batches, **momentum).get(name) for f in (student, ref))
    assert_close(got, expected, summands=16, what=f"`{name}`")


@module
@pytest.mark.parametrize(
    "shape", [pytest.param((2, 3, 3, 3), id="batch"), pytest.param((1, 3, 1, 1), id="one_pixel")]
)
def test_evaluation_normalises_by_the_running_statistics(student, shape):
    net, twin = (trained(f, images(2, 3, 64, 64, seed=1), momentum=0.5) for f in (student, ref))
    net.eval()
    twin.eval()
    x = images(*shape)
    assert_close(net(x), twin(x), summands=64)


@module
def test_evaluation_of_an_image_does_not_depend_on_the_others(student):
    net, twin = (trained(f, images(2, 3, 64, 64, seed=1)) for f in (student, ref))
    net.eval()
    twin.eval()
    x = images(3, 3, 4, 4)
    assert_close(net(x[:1]), twin(x[:1]), summands=64, what="the output of one image")
    assert_close(net(x), twin(x), summands=64)


@module
@pytest.mark.parametrize("name", ["running_mean", "running_var"])
def test_evaluation_leaves_the_running_statistics_alone(student, name):
    net, twin = (trained(f, images(2, 3, 64, 64, seed=1)) for f in (student, ref))
    net.eval()
    student.props.run(net, 3 + 2 * images(2, 3, 64, 64, seed=2))
    assert_close(net.get(name), twin.get(name), summands=64, what=f"`{name}`")


@module
def test_training_goes_on_after_an_evaluation(student):
    net, twin = (f.BatchNorm2d.new(3) for f in (student, ref))
    for layer in (net, twin):
        layer.eval()
        layer.train()
    x = images(2, 3, 64, 64)
    assert_close(net(x), twin(x), summands=64)


@module
@pytest.mark.parametrize("mode", ["train", "eval"])
def test_eps_is_added_to_the_variance_under_the_root(student, mode):
    x = noise(3, 2, 6, 6) * 1e-3
    answers = []
    for f in (student, ref):
        layer = trained(f, x, eps=0.02, momentum=1.0)
        layer.train() if mode == "train" else layer.eval()
        answers.append(layer(x))
    assert_close(*answers, summands=16)


@module
@pytest.mark.parametrize(
    ("mode", "shape"),
    [
        pytest.param("train", (3, 3, 4, 5), id="training"),
        pytest.param("train", (2, 3, 64, 64), id="training_on_many_values"),
        pytest.param("eval", (2, 3, 4, 5), id="evaluation"),
    ],
)
def test_the_gradient_of_x_depends_on_the_mode(student, mode, shape):
    x, cotangent = images(*shape), noise(*shape, seed=1)
    answers = []
    for f in (student, ref):
        layer = trained(f, images(2, 3, 64, 64, seed=1), momentum=0.5)
        layer.train() if mode == "train" else layer.eval()
        answers.append(gradient(layer.vjp(cotangent, x), 0))
    assert_close(*answers, summands=128, what="the gradient of x")


@module
@pytest.mark.parametrize("name", ["weight", "bias"])
def test_scale_and_shift_have_gradients(student, name):
    x, cotangent = images(2, 3, 64, 64), noise(2, 3, 64, 64, seed=1)
    found = [f.BatchNorm2d.new(3).vjp(cotangent, x).parameters for f in (student, ref)]
    (got,) = fields(found[0], name, what="the gradients of the parameters")
    # a sum of 8192 products
    assert_close(got, found[1][name], summands=256, what=f"the gradient of `{name}`")


@module
def test_the_layer_can_be_made_float64(student):
    net, twin = (f.BatchNorm2d.new(3) for f in (student, ref))
    student.tools.in_dtype(net, "float64")
    ref.tools.in_dtype(twin, "float64")
    x = images(4, 3, 64, 64, dtype=torch.float64)
    got, expected = net(x), twin(x)
    check(isinstance(got, torch.Tensor), "the output must be a tensor")
    check(got.dtype == expected.dtype, difference("the output", got.dtype, "float64", kind="dtype"))
    assert_close(got.float(), expected.float(), summands=2048)


@module
def test_the_layer_refuses_what_is_no_stack_of_images_with_its_channels(student):
    net, twin = (f.BatchNorm2d.new(3) for f in (student, ref))
    x = images(4, 3, 64, 64)
    assert_close(net(x), twin(x), summands=64)
    layer = unrecorded(student).BatchNorm2d.new(3)
    assert_refuses(layer, x[0], because="x has not four axes")
    assert_refuses(layer, x[:, :2], because="x has not num_features channels")


@module
@pytest.mark.parametrize("mode", ["train", "eval"])
def test_the_layer_leaves_its_input_unchanged(student, mode):
    net, twin = (trained(f, images(2, 3, 64, 64, seed=1)) for f in (student, ref))
    for layer in (net, twin):
        layer.train() if mode == "train" else layer.eval()
    x = images(2, 3, 64, 64)
    assert_close(net(x), twin(x), summands=64)
    assert_left_alone(student, net, x)
