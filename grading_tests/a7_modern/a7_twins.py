"""The references once more, packed as other right answers pack them."""

from torch import Tensor, nn

from autograder.suite import Handle, Namespace, check, difference, rows
from reference import modern
from reference.architectures.mbconv import conv_norm_silu
from reference.architectures.vit import Attention


class LinearExcite(nn.Module):
    """Squeeze-and-excite with linear layers in place of 1x1 convolutions."""

    def __init__(self, channels: int, squeezed: int) -> None:
        super().__init__()
        self.reduce = nn.Linear(channels, squeezed)
        self.restore = nn.Linear(squeezed, channels)

    def forward(self, x: Tensor) -> Tensor:
        """The weighted maps."""
        weights = self.restore(nn.functional.silu(self.reduce(x.mean(dim=(2, 3)))))
        return x * weights.sigmoid()[:, :, None, None]


def mbconv(linear: bool, keeps: bool, *sizes: int) -> nn.Module:
    """An MBConv, with linear layers in squeeze-and-excite, or an expand step for expansion 1."""
    net = modern.MBConv(*sizes)
    if linear:
        net.excite = LinearExcite(net.excite.reduce.in_channels, net.excite.reduce.out_channels)
    if keeps and isinstance(net.expand, nn.Identity):
        net.expand = conv_norm_silu(sizes[0], sizes[0], 1)
    return net


def vit(qkv_bias: bool, *args: int, **sizes: int) -> nn.Module:
    """A ViT whose queries, keys and values may go without a bias."""
    net = modern.ViT(*args, **sizes)
    for layer in net.modules():
        if isinstance(layer, Attention) and not qkv_bias:
            layer.qkv.bias = None
    return net


def mbconv_like(student: Namespace, net: Handle, ref: Namespace, sizes: tuple) -> Handle:
    """The reference block that is packed as the student's is."""
    shapes = [shape for _, shape, is_parameter in rows(student, net) if is_parameter]
    linear = any(len(shape) == 2 for shape in shapes)
    squares = [shape for shape in shapes if shape == (sizes[0], sizes[0], 1, 1)]
    projects_square = sizes[0] == sizes[1]
    keeps = sizes[2] == 1 and len(squares) > int(projects_square)
    return ref.mbconv.new(linear, keeps, *sizes)


def vit_like(student: Namespace, net: Handle, ref: Namespace, **sizes: int) -> Handle:
    """The reference that has as many parameters as the student's network has."""
    count = student.tools.parameter_count(net)
    check(type(count) is int, "the number of parameters cannot be read")
    for qkv_bias in (True, False):
        twin = ref.vit.new(qkv_bias, **sizes)
        expected = ref.tools.parameter_count(twin)
        if count in (expected, expected - sizes["dim"]):  # a class token may have no position
            return twin
    expected = ref.tools.parameter_count(ref.vit.new(True, **sizes))
    check(False, difference("the number of parameters", count, expected))
    raise AssertionError  # not reached: the check has failed
