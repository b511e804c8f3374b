"""The residual reference against torchvision's blocks, published counts and autograd itself."""

import importlib
import inspect
from typing import get_type_hints

import jaxtyping
import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import relu

from autograder.networks.vision import import_torchvision
from reference import residual

STRIDES = pytest.mark.parametrize(("out_channels", "stride"), [(8, 1), (8, 2), (12, 1), (12, 3)])


@pytest.fixture(scope="module")
def published():
    """The file in which torchvision keeps its residual networks."""
    import_torchvision()
    return importlib.import_module("torchvision.models.resnet")


def images(*shape: int, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, dtype=torch.float64, generator=generator)


def randomised(net: nn.Module) -> nn.Module:
    """The net in float64 with random scales, shifts and statistics in its batch norms."""
    generator = torch.Generator().manual_seed(1)
    for name, tensor in net.double().state_dict().items():
        if tensor.dim() == 1:
            drawn = torch.randn(tensor.shape, dtype=torch.float64, generator=generator)
            tensor.copy_(0.5 + drawn.abs() if name.endswith(("weight", "var")) else drawn)
    return net


def assert_same_network(ours: nn.Module, theirs: nn.Module, x: Tensor) -> None:
    """Equal outputs and gradients in both modes, and equal buffers after three training steps."""
    theirs.double().load_state_dict(randomised(ours).state_dict())  # strict: the names agree, too
    for training in (False, True, True, True):
        gradients = []
        for net in (ours.train(training), theirs.train(training)):
            inputs = x.clone().requires_grad_()
            out = net(inputs)
            weights = [inputs, *net.parameters()]
            grad_output = images(*out.shape, seed=2)
            gradients.append([out, *torch.autograd.grad(out, weights, grad_output)])
        torch.testing.assert_close(*gradients)
    torch.testing.assert_close(ours.state_dict(), theirs.state_dict())


@STRIDES
def test_the_residual_block_is_that_of_torchvision(published, out_channels, stride):
    def shortcut() -> nn.Module | None:
        if (out_channels, stride) == (8, 1):
            return None
        convolution = nn.Conv2d(8, out_channels, 1, stride, bias=False)
        return nn.Sequential(convolution, nn.BatchNorm2d(out_channels))

    ours = residual.ResidualBlock(8, out_channels, stride, shortcut())
    theirs = published.BasicBlock(8, out_channels, stride, shortcut())
    assert_same_network(ours, theirs, images(2, 8, 7, 10))


@pytest.mark.parametrize(("in_channels", "stride"), [(16, 1), (16, 2), (6, 1), (6, 2)])
def test_the_bottleneck_is_that_of_torchvision(published, in_channels, stride):
    ours = residual.Bottleneck(in_channels, 4, stride)
    shortcut = None
    if (in_channels, stride) != (16, 1):
        convolution = nn.Conv2d(in_channels, 16, 1, stride, bias=False)
        shortcut = nn.Sequential(convolution, nn.BatchNorm2d(16))
    theirs = published.Bottleneck(in_channels, 4, stride, shortcut)
    assert_same_network(ours, theirs, images(2, in_channels, 7, 10))


@pytest.mark.parametrize(("in_channels", "stride"), [(64, 1), (64, 2), (128, 1)])
def test_a_layer_is_that_of_torchvision(published, in_channels, stride):
    maker = published.ResNet(published.BasicBlock, [1, 1, 1, 1])
    maker.inplanes = in_channels
    theirs = maker._make_layer(published.BasicBlock, 64, 3, stride)
    ours = residual.make_layer(in_channels, 64, 3, stride)
    assert_same_network(ours, theirs, images(2, in_channels, 5, 6))


def test_the_plain_block_is_the_residual_block_without_its_addition():
    block = randomised(residual.PlainBlock(6, 8, 2)).eval()
    twin = residual.ResidualBlock(6, 8, 2, downsample=Nothing()).double().eval()
    twin.load_state_dict(block.state_dict())
    x = images(2, 6, 7, 10)
    torch.testing.assert_close(block(x), twin(x))


class Nothing(nn.Module):
    """A shortcut that adds zero."""

    def forward(self, x):
        return torch.zeros((), dtype=x.dtype)


def test_a_plain_block_takes_a_downsample_and_keeps_nothing_of_it():
    with_one = residual.PlainBlock(4, 4, 1, nn.Conv2d(4, 4, 1))
    assert with_one.state_dict().keys() == residual.PlainBlock(4, 4).state_dict().keys()


@pytest.mark.parametrize("name", ["ResidualBlock", "PlainBlock"])
def test_numerical_gradients_agree(name):
    block = randomised(getattr(residual, name)(2, 2)).eval()
    assert torch.autograd.gradcheck(block, images(1, 2, 3, 4).requires_grad_())


def count(net: nn.Module) -> int:
    return sum(parameter.numel() for parameter in net.parameters())


@pytest.mark.parametrize(
    ("net", "parameters"),
    [
        pytest.param(lambda: residual.ResidualBlock(64, 64), 73_984, id="basic_64"),
        pytest.param(lambda: residual.ResidualBlock(128, 128), 295_424, id="basic_128"),
        pytest.param(lambda: residual.ResidualBlock(256, 256), 1_180_672, id="basic_256"),
        pytest.param(lambda: residual.make_layer(64, 128, 1, 2), 230_144, id="down_to_128"),
        pytest.param(lambda: residual.make_layer(128, 256, 1, 2), 919_040, id="down_to_256"),
        pytest.param(residual.SimpleResNet, 2_777_674, id="simple_resnet"),
    ],
)
def test_sizes_are_the_published_ones(net, parameters):
    assert count(net()) == parameters


def test_simple_resnet_keeps_4495_values_beside_its_parameters():
    assert sum(buffer.numel() for buffer in residual.SimpleResNet().buffers()) == 4495


def test_simple_resnet_is_built_of_torchvisions_parts(published):
    """Its four-layered ResNet without the fourth layer, the large stem and its pooling."""
    theirs = published.ResNet(published.BasicBlock, [2, 2, 2, 1], num_classes=7)
    theirs.conv1 = nn.Conv2d(3, 64, 3, padding=1, bias=False)
    theirs.maxpool, theirs.fc = nn.Identity(), nn.Linear(256, 7)
    theirs.layer4 = nn.Identity()
    assert_same_network(residual.SimpleResNet(7), theirs, images(2, 3, 16, 12))


def test_gradient_norms_of_two_scalars_by_hand():
    first, second = (nn.Conv2d(1, 1, 1, bias=False) for _ in range(2))
    nn.init.constant_(first.weight, 2.0)
    nn.init.constant_(second.weight, 3.0)
    blocks = nn.Sequential(nn.Sequential(first), nn.Sequential(second))
    x = torch.tensor([[1.0, 2.0]])[None, None]
    for _ in range(2):  # old gradients do not add up
        assert residual.gradient_norms(blocks, x) == [9.0, 6.0]


def test_gradient_norms_are_those_of_numerical_gradients():
    blocks = randomised(residual.make_layer(3, 4, 2, 1)).eval()
    x, weight, steps = images(1, 3, 4, 3), blocks[1].conv1.weight, []
    got = residual.gradient_norms(blocks, x)[1]
    with torch.no_grad():
        for index in range(weight.numel()):
            sums = []
            for step in (1e-6, -2e-6):  # a step up, then one below where it was
                weight.view(-1)[index] += step
                sums.append(blocks(x).sum())
            weight.view(-1)[index] += 1e-6
            steps.append((sums[0] - sums[1]) / 2e-6)
    assert got == pytest.approx(torch.stack(steps).norm().item(), rel=1e-5)


def test_gradient_norms_need_a_convolution_in_each_block():
    with pytest.raises(ValueError, match="blocks holds ReLU"):
        residual.gradient_norms(
            nn.Sequential(nn.Conv2d(1, 1, 1), nn.ReLU()), torch.ones(1, 1, 2, 2)
        )


def test_comparing_repeats_itself_and_leaves_the_callers_random_numbers_alone():
    torch.manual_seed(3)
    expected = torch.rand(2)
    torch.manual_seed(3)
    first, again = (residual.compare_gradient_flow(4, 8, seed=1) for _ in range(2))
    assert first == again
    assert first != residual.compare_gradient_flow(4, 8, seed=2)
    torch.testing.assert_close(torch.rand(2), expected, rtol=0, atol=0)


def test_shortcuts_keep_gradients_even():
    norms = residual.compare_gradient_flow(20)
    assert len(norms["plain"]) == len(norms["residual"]) == 20
    assert norms["plain"][0] / norms["plain"][-1] > 10 * (
        norms["residual"][0] / norms["residual"][-1]
    )


@pytest.mark.parametrize(
    ("call", "names"),
    [
        pytest.param(lambda: residual.ResidualBlock(0, 1), "in_channels is 0", id="block"),
        pytest.param(lambda: residual.PlainBlock(1, 1, 0), "stride is 0", id="plain"),
        pytest.param(lambda: residual.Bottleneck(4, 0), "width is 0", id="bottleneck"),
        pytest.param(lambda: residual.make_layer(4, 4, 0, 1), "num_blocks is 0", id="layer"),
        pytest.param(lambda: residual.SimpleResNet(0), "num_classes is 0", id="resnet"),
        pytest.param(lambda: residual.compare_gradient_flow(0), "depth is 0", id="depth"),
        pytest.param(lambda: residual.compare_gradient_flow(1, 0), "channels is 0", id="channels"),
    ],
)
def test_a_bad_argument_is_refused_by_name_and_value(call, names):
    with pytest.raises(ValueError, match=names):
        call()


@pytest.mark.parametrize(
    ("net", "shape"),
    [
        pytest.param(lambda: residual.ResidualBlock(4, 4), (2, 4, 7, 10), id="block"),
        pytest.param(lambda: residual.PlainBlock(4, 6, 2), (2, 4, 7, 10), id="plain"),
        pytest.param(lambda: residual.Bottleneck(4, 2, 2), (2, 4, 7, 10), id="bottleneck"),
        pytest.param(residual.SimpleResNet, (2, 3, 12, 8), id="resnet"),
    ],
)
def test_shapes_are_those_that_the_annotations_promise_and_inputs_stay(net, shape):
    net, x = net().double().eval(), images(*shape)
    before = x.clone()
    known = {**vars(inspect.getmodule(type(net))), "Float": jaxtyping.Float, "Tensor": Tensor}
    hints = get_type_hints(type(net).forward, known)
    out = net(x)
    with jaxtyping.jaxtyped("context"):
        assert isinstance(x, hints["x"])
        assert isinstance(out, hints["return"])
    assert torch.equal(x, before)
    negative = net(relu(x) - 1) < 0
    assert isinstance(net, residual.SimpleResNet) or not negative.any()
