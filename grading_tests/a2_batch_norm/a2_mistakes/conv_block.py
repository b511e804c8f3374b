"""Mistakes in `ConvBNReLU`: what is in the block, and in which order."""

from torch import nn

from autograder.suite import instead_of
from reference import batch_norm as correct


def convolution(in_channels, out_channels, size=3, bias=False):
    """A convolution that keeps height and width."""
    return nn.Conv2d(in_channels, out_channels, size, padding=size // 2, bias=bias)


@instead_of("ConvBNReLU")
def convolution_has_a_bias(in_channels, out_channels):
    """Your convolution has a bias. Batch normalisation subtracts the mean and the bias with it: it is
    a parameter that never does anything. Pass bias=False (section 5, "A block").
    """
    conv = convolution(in_channels, out_channels, bias=True)
    return nn.Sequential(conv, correct.BatchNorm2d(out_channels), nn.ReLU())


@instead_of("ConvBNReLU")
def relu_before_batch_norm(in_channels, out_channels):
    """You apply ReLU before the batch normalisation. The order is convolution, batch norm, ReLU
    (section 5, "A block").
    """
    conv = convolution(in_channels, out_channels)
    return nn.Sequential(conv, nn.ReLU(), correct.BatchNorm2d(out_channels))


@instead_of("ConvBNReLU")
def relu_is_left_out(in_channels, out_channels):
    """Your block ends with the batch normalisation. ReLU comes after it (section 5, "A block")."""
    return nn.Sequential(convolution(in_channels, out_channels), correct.BatchNorm2d(out_channels))


@instead_of("ConvBNReLU")
def batch_norm_is_left_out(in_channels, out_channels):
    """Your block has no batch normalisation, or does not use it. It stands between the convolution and
    ReLU (section 5, "A block").
    """
    return nn.Sequential(convolution(in_channels, out_channels), nn.ReLU())


@instead_of("ConvBNReLU")
def batch_norm_before_the_convolution(in_channels, out_channels):
    """You normalise the input of the convolution. Normalise its output: the layer has out_channels
    features (section 5, "A block").
    """
    norm = correct.BatchNorm2d(in_channels)
    return nn.Sequential(norm, convolution(in_channels, out_channels), nn.ReLU())


@instead_of("ConvBNReLU")
def convolution_without_padding(in_channels, out_channels):
    """Your block shrinks its images: the convolution has no padding. A 3x3 convolution keeps height
    and width with padding=1 (section 5, "A block").
    """
    conv = nn.Conv2d(in_channels, out_channels, 3, bias=False)
    return nn.Sequential(conv, correct.BatchNorm2d(out_channels), nn.ReLU())


@instead_of("ConvBNReLU")
def convolution_of_one_pixel(in_channels, out_channels):
    """Your convolution is 1x1. This block has a 3x3 convolution with padding 1 (section 5, "A
    block").
    """
    conv = convolution(in_channels, out_channels, size=1)
    return nn.Sequential(conv, correct.BatchNorm2d(out_channels), nn.ReLU())


@instead_of("ConvBNReLU")
class BatchNormIsNeverInEvaluation(nn.Module):
    """Your block normalises by the batch in evaluation, too. Make the layer once, in __init__, so that
    eval() reaches it (section 4, "Two modes").
    """

    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.conv = convolution(in_channels, out_channels)
        self.norm = correct.BatchNorm2d(out_channels)

    def forward(self, x):
        return self.norm.train()(self.conv(x)).relu()


@instead_of("ConvBNReLU")
def batch_norm_without_scale_and_shift(in_channels, out_channels):
    """Your batch normalisation has no weight and no bias. The network must be able to undo the
    normalisation where that helps: keep both (section 2, "The formula").
    """
    conv = convolution(in_channels, out_channels)
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels, affine=False), nn.ReLU())
