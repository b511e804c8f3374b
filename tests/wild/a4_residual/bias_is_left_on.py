"""The convolutions of `ResidualBlock` have a bias; `make_layer` and networks rest on it."""


class ResidualBlock(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride, downsample)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride=stride, padding=1)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
