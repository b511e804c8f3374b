"""`PlainBlock` has no ReLU at its end, and `Bottleneck` projects its shortcut even where shapes agree;
`compare_gradient_flow` rests on the first.
"""


class PlainBlock(nn.Sequential):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        require_positive(in_channels=in_channels, out_channels=out_channels, stride=stride)
        super().__init__(
            conv3x3(in_channels, out_channels, stride),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(),
            conv3x3(out_channels, out_channels),
            nn.BatchNorm2d(out_channels),
        )


class Bottleneck(nn.Module):
    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        require_positive(in_channels=in_channels, width=width, stride=stride)
        out = 4 * width
        self.conv1, self.bn1 = conv1x1(in_channels, width), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = conv3x3(width, width, stride), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = conv1x1(width, out), nn.BatchNorm2d(out)
        self.shortcut = nn.Sequential(conv1x1(in_channels, out, stride), nn.BatchNorm2d(out))

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = F.relu(self.bn2(self.conv2(out)))
        return F.relu(self.bn3(self.conv3(out)) + self.shortcut(x))
