"""Mistakes in `PlainBlock`."""

# ruff: noqa: ARG002, N801 - a class is named after its mistake and changes one method

from torch import nn
from torch.nn.functional import relu

from autograder.suite import instead_of
from reference import residual as correct
from reference.residual_blocks import projection

Block = correct.PlainBlock


@instead_of("PlainBlock")
class plain_block_adds_too(Block):
    """Your plain block adds x where shapes agree. It is the block to compare with: leave the addition
    out, whatever the shapes are (exercise `plain`).
    """

    def forward(self, x):
        out = self.bn2(self.conv2(relu(self.bn1(self.conv1(x)))))
        return relu(out + x if out.shape == x.shape else out)


@instead_of("PlainBlock")
class plain_block_uses_downsample(Block):
    """Your plain block adds downsample(x). A plain block accepts downsample and ignores it (exercise
    `plain`).
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride)
        self.downsample = downsample

    def forward(self, x):
        out = self.bn2(self.conv2(relu(self.bn1(self.conv1(x)))))
        return relu(out if self.downsample is None else out + self.downsample(x))


@instead_of("PlainBlock")
class plain_block_has_no_last_relu(Block):
    """The last ReLU of your plain block is missing. Only the addition is left out; both ReLUs stay
    (exercise `plain`).
    """

    def forward(self, x):
        return self.bn2(self.conv2(relu(self.bn1(self.conv1(x)))))


@instead_of("PlainBlock")
class plain_block_projects(Block):
    """Your plain block holds a projection that it never uses. It has two convolutions and two batch
    norms, no more (exercise `plain`).
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride)
        self.downsample = projection(in_channels, out_channels, stride)


@instead_of("PlainBlock")
class plain_block_takes_no_downsample(Block):
    """Your plain block cannot be made with a downsample. It must accept one, and ignore it, so that it
    can stand wherever a residual block stands (exercise `plain`).
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)


@instead_of("PlainBlock")
class plain_convolutions_have_a_bias(Block):
    """The convolutions of your plain block have a bias. Batch norm has one already: write bias=False
    (section 2, "The block, step by step").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
