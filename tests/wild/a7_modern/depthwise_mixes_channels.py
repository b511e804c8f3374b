"""The depthwise convolution of `MBConv` has no groups: it is an ordinary one, which mixes all channels."""


class MBConv(nn.Module):
    def __init__(
        self, in_channels, out_channels, expansion=6, kernel_size=3, stride=1, se_ratio=0.25
    ):
        super().__init__()
        e = expansion * in_channels
        s = max(1, int(in_channels * se_ratio))
        self.expand = nn.Sequential(
            nn.Conv2d(in_channels, e, 1, bias=False), nn.BatchNorm2d(e), nn.SiLU()
        )
        self.depthwise = nn.Sequential(
            nn.Conv2d(e, e, kernel_size, stride, padding=kernel_size // 2, bias=False),
            nn.BatchNorm2d(e),
            nn.SiLU(),
        )
        self.se1, self.se2 = nn.Linear(e, s), nn.Linear(s, e)
        self.project = nn.Sequential(
            nn.Conv2d(e, out_channels, 1, bias=False), nn.BatchNorm2d(out_channels)
        )
        self.skip = stride == 1 and in_channels == out_channels

    def forward(self, x):
        y = self.depthwise(self.expand(x))
        gate = self.se2(F.silu(self.se1(F.adaptive_avg_pool2d(y, 1).flatten(1)))).sigmoid()
        y = self.project(y * gate.unsqueeze(-1).unsqueeze(-1))
        return y + x if self.skip else y
