"""The public tests: the lesson's worked examples. Run them with `pytest` in this folder.

The hidden tests that give the points look at more: strides, odd sizes, outputs and gradients under
given weights. Passing these here means that you are on the way, not that you are done.
"""

import pytest
import torch
from residual import (
    Bottleneck,
    PlainBlock,
    ResidualBlock,
    SimpleResNet,
    compare_gradient_flow,
    gradient_norms,
    make_layer,
)
from torch import nn

block = pytest.mark.question("block")
plain = pytest.mark.question("plain")
layer = pytest.mark.question("layer")
resnet = pytest.mark.question("resnet")
gradient_flow = pytest.mark.question("gradient_flow")
bottleneck = pytest.mark.question("bottleneck")

X = torch.tensor([[-2.0, 3.0], [0.5, -0.1]])[None, None]  # one image, one channel, 2x2


def parameters(net: nn.Module) -> int:
    """How many numbers a network can learn."""
    return sum(parameter.numel() for parameter in net.parameters())


def silent(net: nn.Module) -> nn.Module:
    """The net in eval mode with all its convolutions zero: only shortcuts are left."""
    for layer in net.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.zeros_(layer.weight)
    return net.eval()


@block
def test_block_has_two_convolutions_without_bias_and_two_batch_norms():
    assert parameters(ResidualBlock(64, 64)) == 73_984


@block
def test_block_with_silent_convolutions_is_relu_of_x():
    torch.testing.assert_close(silent(ResidualBlock(1, 1))(X), X.clamp(min=0))


@block
def test_block_adds_the_downsample_it_is_given():
    x = torch.arange(16.0).reshape(1, 1, 4, 4)
    halved = torch.tensor([[2.5, 4.5], [10.5, 12.5]])[None, None]
    net = silent(ResidualBlock(1, 1, stride=2, downsample=nn.AvgPool2d(2)))
    torch.testing.assert_close(net(x), halved)


@plain
def test_plain_with_silent_convolutions_is_zero():
    torch.testing.assert_close(silent(PlainBlock(1, 1))(X), torch.zeros_like(X))


@plain
def test_plain_has_as_many_parameters_as_a_residual_block():
    assert parameters(PlainBlock(64, 64)) == 73_984


@layer
def test_layer_projects_where_the_shape_changes():
    assert parameters(make_layer(64, 128, 2, stride=2)) == 230_144 + 295_424


@layer
def test_layer_does_not_project_where_the_shape_stays():
    assert parameters(make_layer(64, 64, 2, stride=1)) == 2 * 73_984


@layer
def test_layer_halves_the_size_once():
    assert make_layer(4, 8, 3, stride=2)(torch.zeros(2, 4, 8, 6)).shape == (2, 8, 4, 3)


@resnet
def test_resnet_has_2777674_parameters():
    assert parameters(SimpleResNet()) == 2_777_674


@resnet
def test_resnet_gives_one_logit_for_each_class():
    assert SimpleResNet(num_classes=7)(torch.zeros(2, 3, 32, 32)).shape == (2, 7)


@gradient_flow
def test_gradient_flow_of_the_worked_example():
    first, second = (nn.Conv2d(1, 1, 1, bias=False) for _ in range(2))
    nn.init.constant_(first.weight, 2.0)
    nn.init.constant_(second.weight, 3.0)
    blocks = nn.Sequential(nn.Sequential(first), nn.Sequential(second))
    x = torch.tensor([[1.0, 2.0]])[None, None]
    assert gradient_norms(blocks, x) == pytest.approx([9.0, 6.0])


@gradient_flow
def test_gradient_flow_is_compared_block_by_block():
    norms = compare_gradient_flow(depth=3, channels=4)
    assert {kind: len(values) for kind, values in norms.items()} == {"plain": 3, "residual": 3}


@gradient_flow
def test_gradient_flow_repeats_itself_for_the_same_seed():
    assert compare_gradient_flow(2, 4, seed=1) == compare_gradient_flow(2, 4, seed=1)


@bottleneck
def test_bottleneck_has_69632_weights_and_its_batch_norms():
    assert parameters(Bottleneck(256, 64)) == 69_632 + 2 * (64 + 64 + 256)


@bottleneck
def test_bottleneck_projects_where_the_shape_changes():
    assert Bottleneck(8, width=4, stride=2)(torch.zeros(1, 8, 6, 6)).shape == (1, 16, 3, 3)
