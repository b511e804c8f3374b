"""Mistakes in `ResidualBlock`: the addition, the ReLUs, the strides, the layers."""

# ruff: noqa: ARG002, N801 - a class is named after its mistake and changes one method

import torch
from torch import Tensor, nn
from torch.nn.functional import relu

from a4_mistakes.sums import shortcut_of, written_into, written_into_without_gradients
from autograder.suite import instead_of
from reference import residual as correct
from reference.residual_blocks import projection

Block = correct.ResidualBlock


def branch(block: Block, x: Tensor) -> Tensor:
    """What the two convolutions make of x, before the addition."""
    return block.bn2(block.conv2(relu(block.bn1(block.conv1(x)))))


@instead_of("ResidualBlock")
class no_relu_after_the_addition(Block):
    """Your block returns negative values: the last ReLU is missing. Apply it to the sum of branch
    and shortcut (section 2, "The block, step by step").
    """

    def forward(self, x):
        return branch(self, x) + shortcut_of(self, x)


@instead_of("ResidualBlock")
class relu_before_the_addition(Block):
    """You apply the last ReLU to the branch and then add. Then a block can only ever add something
    positive. Add first, then apply ReLU to the sum (section 2, "The block, step by step").
    """

    def forward(self, x):
        return relu(branch(self, x)) + shortcut_of(self, x)


@instead_of("ResidualBlock")
class relu_before_and_after_the_addition(Block):
    """You apply ReLU to the branch and once more to the sum. Between bn2 and the addition there is no
    ReLU, or a block could never lower a value (section 2, "The block, step by step").
    """

    def forward(self, x):
        return relu(relu(branch(self, x)) + shortcut_of(self, x))


@instead_of("ResidualBlock")
class addition_is_forgotten(Block):
    """You never add the shortcut: this is a plain block. Keep x before the convolutions, and add it to
    the output of bn2 (section 2, "The block, step by step").
    """

    def forward(self, x):
        shortcut_of(self, x)
        return relu(branch(self, x))


@instead_of("ResidualBlock")
class branch_is_added_to_itself(Block):
    """You add the branch to itself: when you add, the name of the input already stands for the output
    of the convolutions. Keep the input under a name of its own (section 6, "When it does not work").
    """

    def forward(self, x):
        x = branch(self, x)
        x = x + x
        return relu(x)


@instead_of("ResidualBlock")
class relu_overwrites_the_shortcut(Block):
    """An in-place ReLU changes the block's own input, so that the shortcut, too, has lost its negative
    values. Write F.relu(x), not inplace=True (section 6, "When it does not work").
    """

    def forward(self, x):
        out = torch.relu_(x)
        return relu(branch(self, out) + shortcut_of(self, x))


@instead_of("ResidualBlock")
class shortcut_is_rectified(Block):
    """You apply ReLU to the shortcut before you add it. The shortcut carries x as it is, with its
    negative values (section 2, "The block, step by step").
    """

    def forward(self, x):
        return relu(branch(self, x) + relu(shortcut_of(self, x)))


@instead_of("ResidualBlock")
class sum_is_written_into_the_input(Block):
    """You add in place, into the tensor x that came in. It belongs to whoever called, and the backward
    pass still needs it. Write out + x, not x += out (section 6, "When it does not work").
    """

    def forward(self, x):
        return written_into(shortcut_of(self, x), branch(self, x))


@instead_of("ResidualBlock")
class input_is_overwritten_without_gradients(Block):
    """Without gradients, as under torch.no_grad(), you add into the tensor x that came in. It belongs to
    whoever called: write out + x in every case (section 6, "When it does not work").
    """

    def forward(self, x):
        return written_into_without_gradients(shortcut_of(self, x), branch(self, x))


@instead_of("ResidualBlock")
class shortcut_is_detached(Block):
    """Your output is right, but no gradient flows back along the shortcut, because you detach x, take
    x.data or copy it without autograd. Add x itself (section 4, "Why it helps: the gradient").
    """

    def forward(self, x):
        return relu(branch(self, x) + shortcut_of(self, x).detach())


@instead_of("ResidualBlock")
class one_batch_norm_for_both_convolutions(Block):
    """You use bn1 after both convolutions, and bn2 never. Each convolution has a batch norm of its own:
    their statistics differ (section 6, "When it does not work").
    """

    def forward(self, x):
        out = relu(self.bn1(self.conv1(x)))
        return relu(self.bn1(self.conv2(out)) + shortcut_of(self, x))


@instead_of("ResidualBlock")
class second_batch_norm_is_not_used(Block):
    """You never call the second batch norm. It belongs between the second convolution and the addition
    (section 2, "The block, step by step").
    """

    def forward(self, x):
        out = relu(self.bn1(self.conv1(x)))
        return relu(self.conv2(out) + shortcut_of(self, x))


@instead_of("ResidualBlock")
class no_relu_between_the_convolutions(Block):
    """The ReLU after bn1 is missing. Without it both convolutions together are one linear map
    (section 2, "The block, step by step").
    """

    def forward(self, x):
        out = self.bn2(self.conv2(self.bn1(self.conv1(x))))
        return relu(out + shortcut_of(self, x))


@instead_of("ResidualBlock")
class normalises_and_rectifies_before_each_convolution(Block):
    """You put batch norm and ReLU before the convolutions ("pre-activation", a later variant). Here
    each batch norm follows its convolution, and ReLU comes after the sum (section 2, "The block, step
    by step").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride, downsample)
        self.bn1 = nn.BatchNorm2d(in_channels)

    def forward(self, x):
        out = self.conv1(relu(self.bn1(x)))
        return self.conv2(relu(self.bn2(out))) + shortcut_of(self, x)


@instead_of("ResidualBlock")
class convolutions_have_a_bias(Block):
    """Your convolutions have a bias. Batch norm subtracts the mean, and the bias with it, and has a
    bias of its own: write bias=False (section 2, "The block, step by step").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride, downsample)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)


@instead_of("ResidualBlock")
class both_convolutions_have_the_stride(Block):
    """Both of your convolutions have the stride, so that the branch becomes too small for the shortcut.
    Only the first has it; the second keeps the size (section 3, "When shapes change").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride, downsample)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, stride, padding=1, bias=False)


@instead_of("ResidualBlock")
class second_convolution_has_the_stride(Block):
    """Your second convolution has the stride. The shapes come out right, but the block is another one:
    the stride belongs to the first convolution (section 3, "When shapes change").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride, downsample)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, stride, padding=1, bias=False)


@instead_of("ResidualBlock")
class stride_is_ignored(Block):
    """Your block never uses the stride, so that its branch is too large for the shortcut. Hand it to
    the first convolution (section 3, "When shapes change").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, 1, downsample)


@instead_of("ResidualBlock")
class downsample_is_never_called(Block):
    """You keep downsample but add x itself. Where downsample is given, the shortcut is downsample(x)
    (section 3, "When shapes change").
    """

    def forward(self, x):
        return relu(branch(self, x) + x)


@instead_of("ResidualBlock")
class block_builds_its_own_shortcut(Block):
    """You build a shortcut inside the block and do not use the one you are given. The caller decides:
    add downsample(x) where downsample is given, x where it is None (section 3, "When shapes change").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        changes = stride != 1 or in_channels != out_channels
        own = projection(in_channels, out_channels, stride) if changes else None
        super().__init__(in_channels, out_channels, stride, own)


@instead_of("ResidualBlock")
class downsample_only_where_the_stride_is_not_one(Block):
    """You use downsample only where the stride is not 1. It is there to be used whenever it is given:
    channels can change at stride 1, too (section 3, "When shapes change").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride, downsample if stride != 1 else None)


@instead_of("ResidualBlock")
class downsample_is_rectified(Block):
    """You apply ReLU to what downsample gives. Its output is added as it is; ReLU comes once, after the
    sum (section 3, "When shapes change").
    """

    def forward(self, x):
        identity = x if self.downsample is None else relu(self.downsample(x))
        return relu(branch(self, x) + identity)


@instead_of("ResidualBlock")
class an_unused_layer_is_built(Block):
    """Your block builds a projection that its forward pass never uses when downsample is None. Unused
    layers get no gradient and fill the state dict: build what you use (section 6, "When it does not
    work").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride, downsample)
        self.unused = projection(in_channels, out_channels, stride)


@instead_of("ResidualBlock")
class sum_is_halved(Block):
    """You average branch and shortcut. They are added: the shortcut must keep its full strength, or it
    fades from block to block (section 4, "Why it helps: the gradient").
    """

    def forward(self, x):
        return relu((branch(self, x) + shortcut_of(self, x)) / 2)


@instead_of("ResidualBlock")
class borders_are_cut_off(Block):
    """Your convolutions lose a pixel at each border, so that branch and shortcut have different sizes.
    A 3x3 convolution keeps the size with padding=1 (section 2, "The block, step by step").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride, downsample)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, bias=False)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, bias=False)


@instead_of("ResidualBlock")
class running_statistics_never_move(Block):
    """Training leaves the running statistics of your batch norms at 0 and 1, and evaluation goes wrong.
    Leave out the momentum, or give it the weight of the new batch, 0.1 (section 2, "The block, step by
    step").
    """

    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride, downsample)
        self.bn1.momentum = self.bn2.momentum = 0.0
