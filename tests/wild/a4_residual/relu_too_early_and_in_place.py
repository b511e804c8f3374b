"""`ResidualBlock` sends the branch through ReLU and adds the shortcut in place to that ReLU's output, so
that backward fails; `make_layer`, networks and gradient norms rest on it.
"""


class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__()
        require_positive(in_channels=in_channels, out_channels=out_channels, stride=stride)
        self.relu = nn.ReLU()
        self.layer_1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.batchnorm_1 = nn.BatchNorm2d(out_channels)
        self.layer_2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.batchnorm_2 = nn.BatchNorm2d(out_channels)
        self.downsample = downsample

    def forward(self, x):
        residual = x
        x = self.relu(self.batchnorm_1(self.layer_1(x)))
        x = self.relu(self.batchnorm_2(self.layer_2(x)))
        if self.downsample is not None:
            residual = self.downsample(residual)
        x += residual
        return self.relu(x)
