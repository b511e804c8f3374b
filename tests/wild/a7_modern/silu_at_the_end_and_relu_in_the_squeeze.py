"""`MBConv` has a SiLU behind its projection's batch norm, and ReLU in place of SiLU inside
squeeze-and-excite.
"""


class MBConv(nn.Module):
    def __init__(
        self, in_channels, out_channels, expansion=6, kernel_size=3, stride=1, se_ratio=0.25
    ):
        super().__init__()
        self.residual = in_channels == out_channels and stride == 1
        hidden = expansion * in_channels
        squeezed = max(1, int(in_channels * se_ratio))
        self.act = nn.SiLU()
        self.expand_conv = nn.Conv2d(in_channels, hidden, kernel_size=1, bias=False)
        self.expand_bn = nn.BatchNorm2d(hidden)
        self.depth_conv = nn.Conv2d(
            hidden,
            hidden,
            kernel_size,
            stride=stride,
            padding=kernel_size // 2,
            groups=hidden,
            bias=False,
        )
        self.depth_bn = nn.BatchNorm2d(hidden)
        self.se = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(hidden, squeezed, 1),
            nn.ReLU(),
            nn.Conv2d(squeezed, hidden, 1),
            nn.Sigmoid(),
        )
        self.project_conv = nn.Conv2d(hidden, out_channels, kernel_size=1, bias=False)
        self.project_bn = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        h = self.act(self.expand_bn(self.expand_conv(x)))
        h = self.act(self.depth_bn(self.depth_conv(h)))
        h = h * self.se(h)
        h = self.act(self.project_bn(self.project_conv(h)))
        if self.residual:
            h = h + x
        return h
