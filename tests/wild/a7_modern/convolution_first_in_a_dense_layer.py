"""A layer of `DenseBlock` is convolution, batch norm, ReLU, in this order."""


class DenseBlock(nn.Module):
    def __init__(self, num_layers, in_channels, growth_rate):
        super().__init__()
        self.blocks = nn.ModuleList()
        channels = in_channels
        for _ in range(num_layers):
            self.blocks.append(
                nn.Sequential(
                    nn.Conv2d(channels, growth_rate, kernel_size=3, padding=1, bias=False),
                    nn.BatchNorm2d(growth_rate),
                    nn.ReLU(),
                )
            )
            channels += growth_rate

    def forward(self, x):
        features = [x]
        for block in self.blocks:
            features.append(block(torch.cat(features, dim=1)))
        return torch.cat(features, dim=1)
