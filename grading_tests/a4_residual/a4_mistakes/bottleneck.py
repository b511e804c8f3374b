"""Mistakes in `Bottleneck`: where the stride is, how wide it gets, the shortcut, the ReLUs."""

# ruff: noqa: N801 - a class is named after its mistake and changes one method

from torch import nn
from torch.nn.functional import relu

from a4_mistakes.sums import shortcut_of, written_into, written_into_without_gradients
from autograder.suite import instead_of
from reference import residual as correct
from reference.residual_blocks import conv3x3, projection

Block = correct.Bottleneck


def branch(block, x):
    """What the three convolutions make of x, before the addition."""
    out = relu(block.bn1(block.conv1(x)))
    out = relu(block.bn2(block.conv2(out)))
    return block.bn3(block.conv3(out))


@instead_of("Bottleneck")
class bottleneck_has_no_last_relu(Block):
    """Your block returns negative values: ReLU must follow the addition (section 7, "Bottlenecks")."""

    def forward(self, x):
        return branch(self, x) + shortcut_of(self, x)


@instead_of("Bottleneck")
class bottleneck_rectifies_before_adding(Block):
    """You apply ReLU after bn3, before the addition. Add first, then apply ReLU to the sum (section 7,
    "Bottlenecks").
    """

    def forward(self, x):
        return relu(relu(branch(self, x)) + shortcut_of(self, x))


@instead_of("Bottleneck")
class bottleneck_adds_nothing(Block):
    """You never add the shortcut. Keep x, and add it, or its projection, to the output of bn3 (section
    7, "Bottlenecks").
    """

    def forward(self, x):
        return relu(branch(self, x))


@instead_of("Bottleneck")
class bottleneck_adds_into_its_input(Block):
    """You add in place, into the tensor x that came in. It belongs to whoever called, and the backward
    pass still needs it. Write out + x (section 6, "When it does not work").
    """

    def forward(self, x):
        return written_into(shortcut_of(self, x), branch(self, x))


@instead_of("Bottleneck")
class bottleneck_overwrites_its_input_without_gradients(Block):
    """Without gradients, as under torch.no_grad(), you add into the tensor x that came in. It belongs to
    whoever called: write out + x in every case (section 6, "When it does not work").
    """

    def forward(self, x):
        return written_into_without_gradients(shortcut_of(self, x), branch(self, x))


@instead_of("Bottleneck")
class bottleneck_has_a_linear_step(Block):
    """The ReLU between the 3x3 convolution and the last one is missing. ReLU follows bn1 and bn2, too
    (section 7, "Bottlenecks").
    """

    def forward(self, x):
        out = self.bn2(self.conv2(relu(self.bn1(self.conv1(x)))))
        return relu(self.bn3(self.conv3(out)) + shortcut_of(self, x))


@instead_of("Bottleneck")
class first_convolution_of_the_bottleneck_has_the_stride(Block):
    """Your stride is on the first 1x1 convolution, as in the first edition of the paper: it throws three
    pixels of four away unseen. Here the 3x3 convolution has it (section 7, "Bottlenecks").
    """

    def __init__(self, in_channels, width, stride=1):
        super().__init__(in_channels, width, stride)
        self.conv1 = nn.Conv2d(in_channels, width, 1, stride, bias=False)
        self.conv2 = conv3x3(width, width)


@instead_of("Bottleneck")
class bottleneck_ends_at_its_width(Block):
    """Your last convolution ends at width channels. It widens to four times the width (section 7,
    "Bottlenecks").
    """

    def __init__(self, in_channels, width, stride=1):
        super().__init__(in_channels, width, stride)
        self.conv3, self.bn3 = nn.Conv2d(width, width, 1, bias=False), nn.BatchNorm2d(width)
        changes = stride != 1 or in_channels != width
        self.downsample = projection(in_channels, width, stride) if changes else None


@instead_of("Bottleneck")
class width_is_taken_as_the_output(Block):
    """You take width for the number of channels that come out, and compute in a quarter of it. The
    inner convolutions have width channels, four times as many come out (section 7, "Bottlenecks").
    """

    def __init__(self, in_channels, width, stride=1):
        super().__init__(in_channels, max(1, width // 4), stride)


@instead_of("Bottleneck")
class bottleneck_always_projects(Block):
    """You project even where shapes agree. With stride 1 and in_channels = 4 * width, x itself is the
    shortcut (section 7, "Bottlenecks").
    """

    def __init__(self, in_channels, width, stride=1):
        super().__init__(in_channels, width, stride)
        self.downsample = projection(in_channels, 4 * width, stride)


@instead_of("Bottleneck")
class bottleneck_projects_only_for_a_stride(Block):
    """You project only where the stride is not 1. Channels can change at stride 1, too: compare
    in_channels with 4 * width (section 7, "Bottlenecks").
    """

    def __init__(self, in_channels, width, stride=1):
        super().__init__(in_channels, width, stride)
        if stride == 1:
            self.downsample = None


@instead_of("Bottleneck")
class bottleneck_projects_only_for_channels(Block):
    """You project only where the number of channels changes. A stride changes the shape, too (section
    7, "Bottlenecks").
    """

    def __init__(self, in_channels, width, stride=1):
        super().__init__(in_channels, width, stride)
        if in_channels == 4 * width:
            self.downsample = None


@instead_of("Bottleneck")
class bottleneck_projection_has_no_batch_norm(Block):
    """Your projection is a bare convolution. Batch norm follows it (section 3, "When shapes change")."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__(in_channels, width, stride)
        if self.downsample is not None:
            self.downsample = self.downsample[0]


@instead_of("Bottleneck")
class bottleneck_convolutions_have_a_bias(Block):
    """Your convolutions have a bias. Batch norm follows each of them and has one: write bias=False
    (section 2, "The block, step by step").
    """

    def __init__(self, in_channels, width, stride=1):
        super().__init__(in_channels, width, stride)
        self.conv1 = nn.Conv2d(in_channels, width, 1)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1)
        self.conv3 = nn.Conv2d(width, 4 * width, 1)


@instead_of("Bottleneck")
class bottleneck_is_three_wide_convolutions(Block):
    """All three of your convolutions are 3x3. The first and the last are 1x1: they only change the number
    of channels, so that the 3x3 one gets few (section 7, "Bottlenecks").
    """

    def __init__(self, in_channels, width, stride=1):
        super().__init__(in_channels, width, stride)
        self.conv1, self.conv3 = conv3x3(in_channels, width), conv3x3(width, 4 * width)
