"""`MBConv` pads its depthwise convolution by 1 whatever the kernel size, and leaves out the sigmoid of
squeeze-and-excite.
"""


class MBConv(nn.Module):
    def __init__(
        self, in_channels, out_channels, expansion=6, kernel_size=3, stride=1, se_ratio=0.25
    ):
        super().__init__()
        hidden = in_channels * expansion
        self.add = in_channels == out_channels and stride == 1
        self.pre = nn.Sequential()
        if expansion > 1:
            self.pre = nn.Sequential(
                nn.Conv2d(in_channels, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.SiLU()
            )
        self.dw = nn.Conv2d(
            hidden, hidden, kernel_size, stride, padding=1, groups=hidden, bias=False
        )
        self.dw_norm = nn.BatchNorm2d(hidden)
        bottleneck = max(1, int(in_channels * se_ratio))
        self.se = nn.Sequential(
            nn.Conv2d(hidden, bottleneck, 1), nn.SiLU(), nn.Conv2d(bottleneck, hidden, 1)
        )
        self.post = nn.Sequential(
            nn.Conv2d(hidden, out_channels, 1, bias=False), nn.BatchNorm2d(out_channels)
        )

    def forward(self, x):
        out = F.silu(self.dw_norm(self.dw(self.pre(x))))
        out = out * self.se(out.mean((2, 3), keepdim=True))
        out = self.post(out)
        return x + out if self.add else out
