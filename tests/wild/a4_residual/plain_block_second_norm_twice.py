"""`PlainBlock` uses its second batch norm behind both convolutions and its first one never."""


class PlainBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__()
        if in_channels < 1 or out_channels < 1 or stride < 1:
            raise ValueError("all numbers must be positive")
        kwargs = {"kernel_size": 3, "padding": 1, "bias": False}
        self.convs = nn.ModuleList(
            [
                nn.Conv2d(in_channels, out_channels, stride=stride, **kwargs),
                nn.Conv2d(out_channels, out_channels, **kwargs),
            ]
        )
        self.norms = nn.ModuleList([nn.BatchNorm2d(out_channels) for _ in range(2)])

    def forward(self, x):
        for conv in self.convs:
            x = F.relu(self.norms[1](conv(x)))
        return x
