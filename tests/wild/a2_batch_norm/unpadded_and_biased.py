"""`ConvBNReLU` has a bias in its convolution, and no padding."""


def ConvBNReLU(in_channels, out_channels):
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, (3, 3)),
        BatchNorm2d(out_channels),
        nn.ReLU(inplace=True),
    )
