"""Mistakes in `MBConv`, `Inception` and `DenseBlock`."""

# ruff: noqa: N801 - a class is named after its mistake and changes one method

import torch
from torch import nn
from torch.nn.functional import relu, silu

from autograder.suite import instead_of
from reference import modern as correct
from reference.architectures.mbconv import SqueezeExcite, conv_norm_silu


class Calm(nn.Sequential):
    """A sequence whose last layer is left out."""

    def forward(self, x):
        for layer in list(self)[:-1]:
            x = layer(x)
        return x


@instead_of("MBConv")
class squeezes_to_a_part_of_the_expanded_channels(correct.MBConv):
    """You count the squeezed channels from the expanded ones. They are
    max(1, int(in_channels * se_ratio)), counted from the block's input (section 2, "MBConv").
    """

    def __init__(self, c, d, expansion=6, kernel_size=3, stride=1, se_ratio=0.25):
        super().__init__(c, d, expansion, kernel_size, stride, se_ratio)
        hidden = expansion * c
        self.excite = SqueezeExcite(hidden, max(1, int(hidden * se_ratio)))


@instead_of("MBConv")
class sum_is_written_into_x(correct.MBConv):
    """You add in place, into the tensor x that came in. It belongs to whoever called: write x + out, not
    x += out (section 2, "MBConv").
    """

    def forward(self, x):
        out = self.norm(self.project(self.excite(self.depthwise(self.expand(x)))))
        if self.adds:
            x += out
        return x if self.adds else out


@instead_of("MBConv")
class x_is_never_added(correct.MBConv):
    """You never add x. Where stride is 1 and the channels agree, the output is x plus the projection
    (section 2, "MBConv").
    """

    def forward(self, x):
        return self.norm(self.project(self.excite(self.depthwise(self.expand(x)))))


@instead_of("MBConv")
class activation_follows_the_projection(correct.MBConv):
    """You apply SiLU after the projection. The projection is linear: batch norm follows, and nothing
    else, because few channels must not lose what they hold (section 2, "MBConv").
    """

    def forward(self, x):
        out = silu(self.norm(self.project(self.excite(self.depthwise(self.expand(x))))))
        return x + out if self.adds else out


@instead_of("MBConv")
class relu_stands_for_silu(correct.MBConv):
    """You use ReLU after the expanding and the depthwise convolution. This block uses SiLU,
    x * sigmoid(x) (section 2, "MBConv").
    """

    def __init__(self, c, d, expansion=6, kernel_size=3, stride=1, se_ratio=0.25):
        super().__init__(c, d, expansion, kernel_size, stride, se_ratio)
        for step in (self.expand, self.depthwise):
            if isinstance(step, nn.Sequential):
                step[2] = nn.ReLU()


@instead_of("MBConv")
class convolution_inside_is_not_depthwise(correct.MBConv):
    """Your k x k convolution mixes channels. Depthwise means groups=channels: each channel has one
    filter of its own, and that is what makes the block cheap (section 2, "MBConv").
    """

    def __init__(self, c, d, expansion=6, kernel_size=3, stride=1, se_ratio=0.25):
        super().__init__(c, d, expansion, kernel_size, stride, se_ratio)
        self.depthwise = conv_norm_silu(expansion * c, expansion * c, kernel_size, stride)


@instead_of("MBConv")
class maps_are_not_weighed(correct.MBConv):
    """You leave squeeze-and-excite without effect: its numbers are computed and not used. Multiply each
    map by its number (section 2, "MBConv").
    """

    def forward(self, x):
        out = self.depthwise(self.expand(x))
        self.excite(out)
        out = self.norm(self.project(out))
        return x + out if self.adds else out


@instead_of("MBConv")
class weights_of_the_maps_are_not_squashed(correct.MBConv):
    """The sigmoid at the end of squeeze-and-excite is missing. Each map is multiplied by a number
    between 0 and 1 (section 2, "MBConv").
    """

    def forward(self, x):
        out = self.depthwise(self.expand(x))
        means = out.mean(dim=(2, 3), keepdim=True)
        out = out * self.excite.restore(silu(self.excite.reduce(means)))
        out = self.norm(self.project(out))
        return x + out if self.adds else out


@instead_of("Inception")
class pooling_branch_comes_first(correct.Inception):
    """You concatenate the branches in another order. It is 1x1, 3x3, 5x5, pooling, as in the paper's
    figure (section 3, "Inception").
    """

    def forward(self, x):
        branches = (self.pooled, self.ones, self.threes, self.fives)
        return torch.cat([branch(x) for branch in branches], dim=1)


@instead_of("Inception")
class branch_averages_its_windows(correct.Inception):
    """Your pooling branch takes means. It takes the largest value of each 3x3 window, with stride 1
    (section 3, "Inception").
    """

    def __init__(self, in_channels, c1, c3, c5, pool):
        super().__init__(in_channels, c1, c3, c5, pool)
        self.pooled[0] = nn.AvgPool2d(3, stride=1, padding=1)


@instead_of("Inception")
class reductions_have_no_relu(correct.Inception):
    """The 1x1 convolutions that reduce channels have no ReLU behind them. Every convolution has one, or
    two in a row are one linear map (section 3, "Inception").
    """

    def __init__(self, in_channels, c1, c3, c5, pool):
        super().__init__(in_channels, c1, c3, c5, pool)
        for branch in (self.threes, self.fives):
            branch[0] = Calm(*branch[0])


@instead_of("Inception")
class inception_has_no_relu(correct.Inception):
    """Your convolutions have no ReLU behind them. Every one of the six has (section 3, "Inception")."""

    def __init__(self, in_channels, c1, c3, c5, pool):
        super().__init__(in_channels, c1, c3, c5, pool)
        for branch in (self.threes, self.fives):
            branch[0], branch[1] = Calm(*branch[0]), Calm(*branch[1])
        self.ones, self.pooled[1] = Calm(*self.ones), Calm(*self.pooled[1])


@instead_of("Inception")
class three_by_three_stands_for_five_by_five(correct.Inception):
    """Your third branch has a 3x3 convolution, as in some libraries. Here it is 5x5, with padding 2, as
    in the paper (section 3, "Inception").
    """

    def __init__(self, in_channels, c1, c3, c5, pool):
        super().__init__(in_channels, c1, c3, c5, pool)
        self.fives[1][0] = nn.Conv2d(*c5, 3, padding=1)


@instead_of("DenseBlock")
class convolution_comes_before_its_norm(correct.DenseBlock):
    """Your layers are convolution, batch norm, ReLU. Here each layer begins with batch norm and ReLU and
    ends with its convolution (section 4, "Dense blocks").
    """

    def __init__(self, num_layers, in_channels, growth_rate):
        super().__init__(num_layers, in_channels, growth_rate)
        for i, layer in enumerate(self.layers):
            norm = nn.BatchNorm2d(growth_rate)
            self.layers[i] = nn.Sequential(layer[2], norm, nn.ReLU())


@instead_of("DenseBlock")
class only_new_maps_come_out(correct.DenseBlock):
    """You return the new maps only. The input and all maps made on the way stay in the output (section
    4, "Dense blocks").
    """

    def forward(self, x):
        return super().forward(x)[:, x.shape[1] :]


@instead_of("DenseBlock")
class new_maps_come_in_front(correct.DenseBlock):
    """You put new maps in front of the old ones. Append them: x first, then the maps of layer 1, of
    layer 2 and so on (section 4, "Dense blocks").
    """

    def forward(self, x):
        for layer in self.layers:
            x = torch.cat([layer(x), x], dim=1)
        return x


@instead_of("DenseBlock")
class dense_layers_have_no_relu(correct.DenseBlock):
    """The ReLU between batch norm and convolution is missing in your layers (section 4, "Dense
    blocks").
    """

    def forward(self, x):
        for layer in self.layers:
            x = torch.cat([x, layer[2](layer[0](x))], dim=1)
        return x


@instead_of("DenseBlock")
class relu_overwrites_the_stack(correct.DenseBlock):
    """You apply ReLU to the stack of maps itself, so that the maps handed on lose their negative values.
    Only what goes into the convolution is rectified (section 4, "Dense blocks").
    """

    def forward(self, x):
        for layer in self.layers:
            x = torch.cat([relu(x), layer(x)], dim=1)
        return x
