"""Mistakes in `make_layer`: where it projects, what it repeats, what it counts."""

from torch import nn

from autograder.suite import instead_of
from reference import residual as correct
from reference.residual_blocks import projection, shortcut

Block = correct.ResidualBlock


def row(first_shortcut, in_channels, out_channels, num_blocks, stride):
    """A right layer but for its first shortcut."""
    first = Block(in_channels, out_channels, stride, first_shortcut)
    return nn.Sequential(first, *(Block(out_channels, out_channels) for _ in range(num_blocks - 1)))


@instead_of("make_layer")
def projects_only_where_the_stride_is_not_one(in_channels, out_channels, num_blocks, stride):
    """You project only where the stride is not 1. The shape also changes where the channels do:
    from 8 to 16 channels at stride 1 x does not fit, either (section 3, "When shapes change").
    """
    first = projection(in_channels, out_channels, stride) if stride != 1 else None
    return row(first, in_channels, out_channels, num_blocks, stride)


@instead_of("make_layer")
def projects_only_where_channels_change(in_channels, out_channels, num_blocks, stride):
    """You project only where the number of channels changes. The shape also changes where the stride
    is not 1: the branch is smaller than x then (section 3, "When shapes change").
    """
    first = projection(in_channels, out_channels, stride) if in_channels != out_channels else None
    return row(first, in_channels, out_channels, num_blocks, stride)


@instead_of("make_layer")
def projects_always(in_channels, out_channels, num_blocks, stride):
    """Your first block projects even where the shape stays. There x itself is the shortcut, without any
    layer (section 3, "When shapes change").
    """
    first = projection(in_channels, out_channels, stride)
    return row(first, in_channels, out_channels, num_blocks, stride)


@instead_of("make_layer")
def never_projects(in_channels, out_channels, num_blocks, stride):
    """You give no block a downsample. Where the first block changes the shape, its shortcut needs a 1x1
    convolution and batch norm (section 3, "When shapes change").
    """
    return row(None, in_channels, out_channels, num_blocks, stride)


@instead_of("make_layer")
def projection_has_no_batch_norm(in_channels, out_channels, num_blocks, stride):
    """Your projection is a bare convolution. Batch norm follows it, as it follows every convolution of
    this network (section 3, "When shapes change").
    """
    first = shortcut(in_channels, out_channels, stride)
    return row(first and first[0], in_channels, out_channels, num_blocks, stride)


@instead_of("make_layer")
def projection_has_a_bias(in_channels, out_channels, num_blocks, stride):
    """The 1x1 convolution of your projection has a bias. Batch norm follows and has one: write
    bias=False (section 3, "When shapes change").
    """
    first = shortcut(in_channels, out_channels, stride)
    if first:
        first[0] = nn.Conv2d(in_channels, out_channels, 1, stride)
    return row(first, in_channels, out_channels, num_blocks, stride)


@instead_of("make_layer")
def projection_ends_in_relu(in_channels, out_channels, num_blocks, stride):
    """Your projection ends in ReLU, and the shortcut loses its negative values. It is a convolution and
    a batch norm, nothing more (section 3, "When shapes change").
    """
    first = shortcut(in_channels, out_channels, stride)
    if first:
        first.append(nn.ReLU())
    return row(first, in_channels, out_channels, num_blocks, stride)


@instead_of("make_layer")
def projection_has_no_stride(in_channels, out_channels, num_blocks, stride):
    """Your projection has stride 1, whatever the block's stride is, so that branch and shortcut differ
    in size. Both take the same stride (section 3, "When shapes change").
    """
    first = shortcut(in_channels, out_channels, stride)
    if first:
        first[0].stride = (1, 1)
    return row(first, in_channels, out_channels, num_blocks, stride)


@instead_of("make_layer")
def projection_is_three_by_three(in_channels, out_channels, num_blocks, stride):
    """Your projection is a 3x3 convolution. The shortcut only has to mix channels: 1x1 is enough, and
    has a ninth of the weights (section 3, "When shapes change").
    """
    first = shortcut(in_channels, out_channels, stride)
    if first:
        first[0] = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
    return row(first, in_channels, out_channels, num_blocks, stride)


@instead_of("make_layer")
def every_block_has_the_stride(in_channels, out_channels, num_blocks, stride):
    """Every block of your layer has the stride, so that the maps shrink again and again. Only the first
    block has it (section 3, "When shapes change").
    """
    first = row(shortcut(in_channels, out_channels, stride), in_channels, out_channels, 1, stride)
    others = (
        Block(out_channels, out_channels, stride, shortcut(out_channels, out_channels, stride))
        for _ in range(num_blocks - 1)
    )
    return nn.Sequential(*first, *others)


@instead_of("make_layer")
def every_block_projects(in_channels, out_channels, num_blocks, stride):
    """Where the first block projects, yours all do. From the second block on the shape stays, and x
    itself is the shortcut (section 3, "When shapes change").
    """
    layer = correct.make_layer(in_channels, out_channels, num_blocks, stride)
    if layer[0].downsample is not None:
        for block in layer[1:]:
            block.downsample = projection(out_channels, out_channels, 1)
    return layer


@instead_of("make_layer")
def only_the_first_block_is_appended(in_channels, out_channels, num_blocks, stride):
    """Your layer holds one block, whatever num_blocks is: the others are never appended (section 6,
    "When it does not work").
    """
    return correct.make_layer(in_channels, out_channels, 1, stride)


@instead_of("make_layer")
def one_block_too_many(in_channels, out_channels, num_blocks, stride):
    """Your layer holds num_blocks + 1 blocks. The first block counts: num_blocks - 1 others follow it
    (exercise `layer`).
    """
    return correct.make_layer(in_channels, out_channels, num_blocks + 1, stride)


@instead_of("make_layer")
def one_block_is_repeated(in_channels, out_channels, num_blocks, stride):
    """Your later blocks are one and the same block, called again and again with the same weights. Make a
    new block each time (section 6, "When it does not work").
    """
    layer = correct.make_layer(in_channels, out_channels, num_blocks, stride)
    return nn.Sequential(layer[0], *(layer[min(1, num_blocks - 1)] for _ in range(num_blocks - 1)))


@instead_of("make_layer")
def layer_is_a_list(in_channels, out_channels, num_blocks, stride):
    """You return your blocks in an nn.ModuleList. An nn.Sequential of them can be called:
    nn.Sequential(*blocks) (exercise `layer`).
    """
    return nn.ModuleList(correct.make_layer(in_channels, out_channels, num_blocks, stride))


@instead_of("make_layer")
def blocks_are_plain(in_channels, out_channels, num_blocks, stride):
    """The later blocks of your layer are plain blocks, without a shortcut. All blocks of a layer are
    residual (exercise `layer`).
    """
    layer = correct.make_layer(in_channels, out_channels, num_blocks, stride)
    others = (correct.PlainBlock(out_channels, out_channels) for _ in range(num_blocks - 1))
    return nn.Sequential(layer[0], *others)
