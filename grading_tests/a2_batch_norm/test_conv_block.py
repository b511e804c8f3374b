"""The block: what is in it, in which order, in both modes."""

import props
import pytest
import torch
from a2_checks import gradient, items
from a2_inputs import noise

from autograder.suite import assert_close, assert_equal, check, difference, is_real, local, tensor
from grading_tests.network_checks import assert_left_alone
from reference import batch_norm

ref = local({**vars(batch_norm), "props": props})
conv_block = pytest.mark.question("conv_block")

BOTH_MODES = pytest.mark.parametrize("mode", ["train", "eval"])


def new(namespace, c, out):
    """A new block; what is lazy in it gets its size first."""
    net = namespace.ConvBNReLU.new(c, out)
    namespace.tools.fill_lazy(net, 1, c, 4, 4)
    return net


def block(namespace, mode="train", c=2, out=3):
    """A block with weights that are the same on both sides."""
    net = new(namespace, c, out)
    namespace.props.fill(net)
    net.eval() if mode == "eval" else net.train()
    return net


@conv_block
@pytest.mark.parametrize(
    "shape",
    [pytest.param((2, 2, 5, 7), id="wide"), pytest.param((1, 2, 4, 4), id="one_image")],
)
def test_height_and_width_stay_as_they_are(student, shape):
    x = noise(*shape)
    n, _, h, w = shape
    tensor(new(student, 2, 3)(x), (n, 3, h, w))


@conv_block
@BOTH_MODES
@pytest.mark.parametrize(
    "shape",
    [pytest.param((2, 2, 5, 7), id="wide"), pytest.param((3, 2, 4, 4), id="square")],
)
def test_the_block_is_convolution_then_batch_norm_then_relu(student, shape, mode):
    x = noise(*shape)
    assert_close(block(student, mode)(x), block(ref, mode)(x), summands=64)


@conv_block
def test_the_output_is_never_negative(student):
    x = noise(2, 2, 5, 6)
    got = tensor(block(student)(x))
    check(is_real(got), difference("the output", got.dtype, x.dtype, kind="dtype"))
    check(bool((got >= 0).all()), "the output has negative values: ReLU comes last")
    check(bool((got == 0).any()), "no output is 0: ReLU sets negative values to 0")


@conv_block
def test_it_has_one_convolution_without_bias_and_one_batch_norm(student):
    got = student.props.parameter_shapes(new(student, 2, 5))
    assert_equal(got, [[5, 2, 3, 3], [5], [5]], what="the list of parameter shapes")


@conv_block
@pytest.mark.parametrize(
    ("item", "name"), [pytest.param(0, "mean", id="mean"), pytest.param(1, "var", id="var")]
)
def test_running_statistics_are_those_of_the_convolution(student, item, name):
    x = noise(4, 2, 5, 6)
    answers = []
    for f in (student, ref):
        net = block(f)
        f.props.run(net, x)
        answers.append(items(f.props.statistics(net), "mean", "var")[item])
    assert_close(*answers, summands=64, what=f"the running {name}")


@conv_block
@BOTH_MODES
def test_the_gradient_reaches_the_input(student, mode):
    x, cotangent = noise(2, 2, 5, 6), noise(2, 3, 5, 6, seed=1)
    got, expected = (gradient(block(f, mode).vjp(cotangent, x), 0) for f in (student, ref))
    assert_close(got, expected, summands=128, what="the gradient of x")


@conv_block
def test_the_convolution_starts_with_random_filters(student):
    x = noise(2, 2, 5, 6)
    nets = [new(student, 2, 3) for _ in range(2)]
    got = [tensor(net(x)) for net in nets]
    check(all(map(is_real, got)), difference("the output", got[0].dtype, x.dtype, kind="dtype"))
    check(not torch.equal(*got), "two new blocks give the same output: their filters are equal")


@conv_block
def test_the_block_leaves_its_input_unchanged(student):
    x = noise(2, 2, 4, 4)
    assert_close(block(student)(x), block(ref)(x), summands=64)
    assert_left_alone(student, block(student), x)
