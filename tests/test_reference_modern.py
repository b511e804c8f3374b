"""The modern reference against torchvision's blocks, torch's encoder layer and formulas by hand."""

import importlib

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.networks.vision import import_torchvision
from reference import modern
from reference.architectures.vit import EncoderBlock


@pytest.fixture(scope="module")
def models():
    """A file of torchvision's models, by name."""
    import_torchvision()
    return lambda name: importlib.import_module(f"torchvision.models.{name}")


def images(*shape: int, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, dtype=torch.float64, generator=generator)


def randomised(net: nn.Module) -> nn.Module:
    """The net in float64 with random scales, shifts and statistics."""
    generator = torch.Generator().manual_seed(1)
    for name, tensor in net.double().state_dict().items():
        if tensor.dim() == 1:
            drawn = 0.3 * torch.randn(tensor.shape, dtype=torch.float64, generator=generator)
            tensor.copy_(0.5 + drawn.abs() if name.endswith(("weight", "var")) else drawn)
    return net


def copy_in_order(ours: nn.Module, theirs: nn.Module) -> None:
    """Our parameters and buffers into their places, in the order of the modules."""
    mine = list(randomised(ours).state_dict().values())
    names = list(theirs.double().state_dict())
    assert [tensor.shape for tensor in mine] == [
        tensor.shape for tensor in theirs.state_dict().values()
    ]
    theirs.load_state_dict(dict(zip(names, mine, strict=True)))


def assert_same(ours: nn.Module, theirs: nn.Module, x: Tensor) -> None:
    """Equal outputs and gradients of the input in both modes, and equal buffers at the end."""
    for training in (False, True, True):
        found = []
        for net in (ours.train(training), theirs.train(training)):
            inputs = x.clone().requires_grad_()
            out = net(inputs)
            found.append([out, *torch.autograd.grad(out, inputs, images(*out.shape, seed=2))])
        torch.testing.assert_close(*found)
    for mine, other in zip(ours.buffers(), theirs.buffers(), strict=True):
        torch.testing.assert_close(mine, other)


def count(net: nn.Module) -> int:
    return sum(parameter.numel() for parameter in net.parameters())


@pytest.mark.parametrize(
    "sizes",
    [(8, 8, 6, 3, 1), (8, 16, 6, 5, 1), (8, 8, 4, 3, 2), (8, 8, 1, 3, 1), (16, 16, 4, 3, 1)],
)
def test_mbconv_is_that_of_torchvision(models, sizes):
    efficientnet = models("efficientnet")
    c, d, expansion, kernel_size, stride = sizes
    config = efficientnet.MBConvConfig(expansion, kernel_size, stride, c, d, 1)
    theirs = efficientnet.MBConv(config, 0.0, nn.BatchNorm2d)
    ours = modern.MBConv(*sizes)
    copy_in_order(ours, theirs)
    assert_same(ours, theirs, images(3, c, 7, 10))


def test_inception_is_that_of_torchvision_with_a_true_5x5_and_no_batch_norm(models):
    class Unit(nn.Sequential):
        def __init__(self, c: int, d: int, **sizes: int) -> None:
            super().__init__(nn.Conv2d(c, d, **sizes), nn.ReLU())

    theirs = models("googlenet").Inception(6, 4, 3, 5, 2, 7, 8, conv_block=Unit)
    theirs.branch3[1][0] = nn.Conv2d(2, 7, 5, padding=2)
    ours = modern.Inception(6, 4, (3, 5), (2, 7), 8)
    copy_in_order(ours, theirs)
    assert_same(ours, theirs, images(2, 6, 7, 10))


def test_a_dense_layer_is_batch_norm_relu_and_convolution_appended():
    block, x = randomised(modern.DenseBlock(2, 5, 4)).eval(), images(2, 5, 7, 10)
    expected = x
    for norm, _, conv in block.layers:
        state = (norm.running_mean, norm.running_var, norm.weight, norm.bias)
        new = F.conv2d(F.relu(F.batch_norm(expected, *state)), conv.weight, padding=1)
        expected = torch.cat([expected, new], dim=1)
    torch.testing.assert_close(block(x), expected)


def test_patches_are_cut_as_unfold_cuts_them():
    net, x = modern.PatchEmbedding(6, 2, 3, 5).double(), images(2, 3, 6, 6)
    weight = net.project.weight.flatten(1)
    expected = F.unfold(x, 2, stride=2).transpose(1, 2) @ weight.T + net.project.bias
    torch.testing.assert_close(net(x), expected)


def test_an_encoder_block_is_torchs_own_pre_norm_layer():
    ours = EncoderBlock(16, 4)
    theirs = nn.TransformerEncoderLayer(
        16, 4, 64, 0.0, "gelu", batch_first=True, norm_first=True, dtype=torch.float64
    )
    mine = randomised(ours).state_dict()
    names = {"attention.qkv.": "self_attn.in_proj_", "attention.out.": "self_attn.out_proj."}
    names |= {"widen.": "linear1.", "narrow.": "linear2."}
    renamed = {}
    for name, tensor in mine.items():
        for old, new in names.items():
            name = name.replace(old, new)  # noqa: PLW2901 - one name after the other
        renamed[name] = tensor
    theirs.load_state_dict(renamed)
    assert_same(ours, theirs, images(2, 7, 16))


def test_vit_is_that_of_torchvision(models):
    theirs = models("vision_transformer").VisionTransformer(
        6, 2, 2, 4, 16, 64, num_classes=5, norm_layer=nn.LayerNorm
    )
    ours = modern.ViT(6, 2, dim=16, depth=2, heads=4, num_classes=5)
    order = [ours.class_token, *ours.patches.parameters(), ours.positions]
    order += [*ours.blocks.parameters(), *ours.norm.parameters(), *ours.classify.parameters()]
    randomised(ours)
    theirs.double()
    with torch.no_grad():
        for mine, other in zip(order, theirs.parameters(), strict=True):
            other.copy_(mine)
    assert_same(ours, theirs, images(2, 3, 6, 6))


@pytest.mark.parametrize("name", ["MBConv", "DenseBlock", "Inception"])
def test_numerical_gradients_agree(name):
    sizes = {"MBConv": (2, 2, 2), "DenseBlock": (2, 2, 1), "Inception": (2, 1, (1, 2), (1, 1), 1)}
    net = randomised(getattr(modern, name)(*sizes[name])).eval()
    assert torch.autograd.gradcheck(net, images(1, 2, 3, 4).requires_grad_())


@pytest.mark.parametrize(
    ("net", "parameters"),
    [
        pytest.param(lambda: modern.MBConv(16, 16), 5_220, id="mbconv"),
        pytest.param(
            lambda: modern.Inception(192, 64, (96, 128), (16, 32), 32), 163_696, id="inception_3a"
        ),
        pytest.param(lambda: modern.DenseBlock(2, 4, 3), 319, id="dense"),
        pytest.param(modern.ViT, 108_106, id="vit"),
        pytest.param(lambda: modern.ViT(224, 16, 768, 12, 12, 1000), 86_567_656, id="vit_b_16"),
    ],
)
def test_sizes_are_the_published_ones_or_those_of_the_lesson(net, parameters):
    with torch.device("meta"):
        assert count(net()) == parameters


def test_compound_scaling_by_hand():
    assert modern.compound_scaling(0) == (1.0, 1.0, 1.0)
    assert modern.compound_scaling(2) == pytest.approx((1.44, 1.21, 1.3225))


@pytest.mark.parametrize(
    ("call", "names"),
    [
        pytest.param(lambda: modern.compound_scaling(1, 1, 1, 1), "is 1.000", id="too_cheap"),
        pytest.param(lambda: modern.compound_scaling(1, 2, 2, 2), "is 32.000", id="too_dear"),
        pytest.param(lambda: modern.MBConv(0, 1), "in_channels is 0", id="mbconv"),
        pytest.param(lambda: modern.MBConv(1, 1, kernel_size=2), "kernel_size is 2", id="even"),
        pytest.param(lambda: modern.MBConv(1, 1, se_ratio=0), "se_ratio is 0", id="se_ratio"),
        pytest.param(lambda: modern.Inception(1, 1, (0, 1), (1, 1), 1), "c3_reduce is 0", id="c3"),
        pytest.param(lambda: modern.DenseBlock(0, 1, 1), "num_layers is 0", id="dense"),
        pytest.param(lambda: modern.PatchEmbedding(7, 2, 1, 1), "patch_size is 2", id="patch"),
        pytest.param(lambda: modern.ViT(dim=10, heads=4), "heads is 4", id="heads"),
    ],
)
def test_a_bad_argument_is_refused_by_name_and_value(call, names):
    with pytest.raises(ValueError, match=names):
        call()
