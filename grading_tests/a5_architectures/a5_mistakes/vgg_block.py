"""Mistakes in the block of VGG."""

from collections.abc import Callable

from torch import nn

from autograder.suite import instead_of

Layer = Callable[[], nn.Module]


def block(
    in_channels: int,
    out_channels: int,
    num_convs: int,
    activation: Layer = nn.ReLU,
    pool: nn.Module | None = None,
    padding: int = 1,
    bias: bool = True,
) -> nn.Sequential:
    """The block with one part after another open to mistakes."""
    net, c = nn.Sequential(), in_channels
    for _ in range(num_convs):
        net.append(nn.Conv2d(c, out_channels, 3, padding=padding, bias=bias)).append(activation())
        c = out_channels
    return net.append(pool or nn.MaxPool2d(2))


@instead_of("VGGBlock")
def block_without_relu(in_channels, out_channels, num_convs):
    """Your block has no ReLU. Without it, two convolutions do no more than one larger one: put ReLU
    behind each (section 5, "The block").
    """
    return block(in_channels, out_channels, num_convs, activation=nn.Identity)


@instead_of("VGGBlock")
def block_with_one_relu(in_channels, out_channels, num_convs):
    """Your block has one ReLU, behind its last convolution. Each convolution has its own (section 5,
    "The block").
    """
    net = block(in_channels, out_channels, num_convs, activation=nn.Identity)
    net[-2] = nn.ReLU()
    return net


@instead_of("VGGBlock")
def block_with_a_bare_last_convolution(in_channels, out_channels, num_convs):
    """Your block has no ReLU behind its last convolution: negative values come out. Each convolution has
    its own (section 5, "The block").
    """
    net = block(in_channels, out_channels, num_convs)
    net[-2] = nn.Identity()
    return net


@instead_of("VGGBlock")
def block_reuses_one_convolution(in_channels, out_channels, num_convs):
    """Your block calls one and the same convolution again and again: `[layer] * n` is n times the same
    object. Make a new layer in each round (section 5, "The block").
    """
    net = block(in_channels, out_channels, num_convs)
    for i in range(4, 2 * num_convs, 2):
        net[i] = net[2]
    return net


@instead_of("VGGBlock")
def block_without_pooling(in_channels, out_channels, num_convs):
    """Your block does not halve height and width: its 2x2 max pooling is missing (section 5, "The
    block").
    """
    return block(in_channels, out_channels, num_convs, pool=nn.Identity())


@instead_of("VGGBlock")
def block_with_average_pooling(in_channels, out_channels, num_convs):
    """Your block takes averages. VGG pools by the maximum (section 5, "The block")."""
    return block(in_channels, out_channels, num_convs, pool=nn.AvgPool2d(2))


@instead_of("VGGBlock")
def block_pools_with_stride_one(in_channels, out_channels, num_convs):
    """Your pooling windows move by 1, so that the maps hardly shrink. They stand side by side: stride 2
    (section 5, "The block").
    """
    return block(in_channels, out_channels, num_convs, pool=nn.MaxPool2d(2, stride=1))


@instead_of("VGGBlock")
def block_without_padding(in_channels, out_channels, num_convs):
    """Your convolutions have no padding, so that each one takes two rows and two columns away. A 3x3
    convolution keeps the size with padding 1 (section 5, "The block").
    """
    return block(in_channels, out_channels, num_convs, padding=0)


@instead_of("VGGBlock")
def block_without_biases(in_channels, out_channels, num_convs):
    """Your convolutions have no bias. There is no batch normalisation here that would make it useless:
    VGG's have one (section 5, "The block").
    """
    return block(in_channels, out_channels, num_convs, bias=False)


@instead_of("VGGBlock")
def block_with_one_convolution_too_many(in_channels, out_channels, num_convs):
    """Your block has one convolution more than `num_convs`: the one that changes the channels counts,
    too (section 5, "The block").
    """
    return block(in_channels, out_channels, num_convs + 1)


@instead_of("VGGBlock")
def block_with_batch_norm(in_channels, out_channels, num_convs):
    """Your block normalises its batches. VGG is older than batch normalisation: convolution and ReLU
    alone (section 5, "The block").
    """
    net = nn.Sequential()
    for layer in block(in_channels, out_channels, num_convs):
        net.append(layer)
        if isinstance(layer, nn.Conv2d):
            net.append(nn.BatchNorm2d(out_channels))
    return net
