"""`Bottleneck` strides on its first 1x1 convolution, and has no ReLU between bn2 and conv3."""


class Bottleneck(nn.Module):
    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        require_positive(in_channels=in_channels, width=width, stride=stride)
        self.reduce = nn.Conv2d(in_channels, width, 1, stride=stride, bias=False)
        self.reduce_bn = nn.BatchNorm2d(width)
        self.conv = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.conv_bn = nn.BatchNorm2d(width)
        self.expand = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.expand_bn = nn.BatchNorm2d(4 * width)
        self.project = shortcut(in_channels, 4 * width, stride)

    def forward(self, x):
        y = self.reduce_bn(self.reduce(x)).relu()
        y = self.conv_bn(self.conv(y))
        y = self.expand_bn(self.expand(y))
        if self.project is None:
            return (y + x).relu()
        return (y + self.project(x)).relu()
