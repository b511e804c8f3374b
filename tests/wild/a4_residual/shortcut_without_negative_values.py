"""The shortcut of `ResidualBlock` passes ReLU before it is added; `make_layer` and networks rest on it."""


class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__()
        require_positive(in_channels=in_channels, out_channels=out_channels, stride=stride)
        self.branch = nn.Sequential(
            conv3x3(in_channels, out_channels, stride),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(),
            conv3x3(out_channels, out_channels),
            nn.BatchNorm2d(out_channels),
        )
        self.skip = downsample or nn.Identity()

    def forward(self, x):
        skip = torch.relu(self.skip(x))
        return torch.relu(self.branch(x) + skip)
