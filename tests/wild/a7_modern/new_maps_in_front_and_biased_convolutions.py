"""`DenseBlock` puts each layer's new maps in front of the older ones, and its convolutions have a bias."""


class DenseLayer(nn.Module):
    def __init__(self, channels, growth):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        self.conv = nn.Conv2d(channels, growth, 3, padding=1)

    def forward(self, x):
        new = self.conv(F.relu(self.norm(x)))
        return torch.cat([new, x], dim=1)


class DenseBlock(nn.Sequential):
    def __init__(self, num_layers, in_channels, growth_rate):
        super().__init__(
            *[DenseLayer(in_channels + k * growth_rate, growth_rate) for k in range(num_layers)]
        )
