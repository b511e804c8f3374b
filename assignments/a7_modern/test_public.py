"""The public tests: the lesson's worked examples. Run them with `pytest` in this folder.

The hidden tests that give the points look at more: strides, odd sizes, outputs and gradients under
given weights. Passing these here means that you are on the way, not that you are done.
"""

import pytest
import torch
from modern import DenseBlock, Inception, MBConv, PatchEmbedding, ViT, compound_scaling
from torch import nn

scaling = pytest.mark.question("compound_scaling")
mbconv = pytest.mark.question("mbconv")
inception = pytest.mark.question("inception")
dense_block = pytest.mark.question("dense_block")
vit = pytest.mark.question("vit")

X = torch.linspace(-3, 3, 60).reshape(1, 2, 6, 5)


def parameters(net: nn.Module) -> int:
    """How many numbers a network can learn."""
    return sum(parameter.numel() for parameter in net.parameters())


def silent(net: nn.Module) -> nn.Module:
    """The net in eval mode with all its convolutions zero."""
    for layer in net.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.zeros_(layer.weight)
    return net.eval()


@scaling
def test_compound_scaling_of_two_steps():
    assert compound_scaling(2) == pytest.approx((1.44, 1.21, 1.3225))


@scaling
def test_compound_scaling_refuses_bases_that_cost_too_much():
    with pytest.raises(ValueError, match=r".*"):
        compound_scaling(1, 2.0, 2.0, 2.0)


@mbconv
def test_mbconv_has_the_parameters_of_the_lesson():
    assert parameters(MBConv(16, 16)) == 5_220


@mbconv
def test_mbconv_with_silent_convolutions_is_x():
    torch.testing.assert_close(silent(MBConv(2, 2))(X), X)


@mbconv
def test_mbconv_does_not_add_where_the_shape_changes():
    torch.testing.assert_close(silent(MBConv(2, 2, stride=2))(X), torch.zeros(1, 2, 3, 3))


@inception
def test_inception_3a_has_163696_parameters():
    assert parameters(Inception(192, 64, (96, 128), (16, 32), 32)) == 163_696


@inception
def test_inception_concatenates_and_keeps_the_size():
    out = Inception(2, 4, (2, 6), (1, 3), 2)(X)
    assert out.shape == (1, 15, 6, 5)
    assert (out >= 0).all()


@dense_block
def test_dense_block_has_the_parameters_of_the_lesson():
    assert parameters(DenseBlock(2, 4, 3)) == 319


@dense_block
def test_dense_block_hands_x_on_in_front():
    out = DenseBlock(3, 2, 4)(X)
    assert out.shape == (1, 14, 6, 5)
    torch.testing.assert_close(out[:, :2], X)


@vit
def test_vit_patches_become_tokens():
    assert PatchEmbedding(8, 4, 3, 16)(torch.zeros(2, 3, 8, 8)).shape == (2, 4, 16)


@vit
def test_vit_token_depends_on_its_patch_only():
    net = PatchEmbedding(4, 2, 1, 3)
    x = torch.zeros(1, 1, 4, 4)
    before = net(x)
    x[0, 0, 0, 2] = 1.0  # in the first row of patches, the second one
    changed = (net(x) != before).any(dim=2)
    assert changed.tolist() == [[False, True, False, False]]


@vit
def test_vit_has_108106_parameters():
    net = ViT()
    # query, key and value may go without a bias, the class token without a position
    assert 108_106 - parameters(net) in (0, 64, 384, 448)
    assert net(torch.zeros(2, 3, 32, 32)).shape == (2, 10)
