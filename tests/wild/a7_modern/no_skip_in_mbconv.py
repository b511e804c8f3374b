"""`MBConv` never adds x."""


def MBConv(in_channels, out_channels, expansion=6, kernel_size=3, stride=1, se_ratio=0.25):
    wide = expansion * in_channels

    class Gate(nn.Module):
        def __init__(self):
            super().__init__()
            narrow = max(1, int(se_ratio * in_channels))
            self.down = nn.Conv2d(wide, narrow, 1)
            self.up = nn.Conv2d(narrow, wide, 1)

        def forward(self, x):
            z = F.adaptive_avg_pool2d(x, 1)
            return x * self.up(F.silu(self.down(z))).sigmoid()

    return nn.Sequential(
        nn.Conv2d(in_channels, wide, 1, bias=False),
        nn.BatchNorm2d(wide),
        nn.SiLU(),
        nn.Conv2d(wide, wide, kernel_size, stride, kernel_size // 2, groups=wide, bias=False),
        nn.BatchNorm2d(wide),
        nn.SiLU(),
        Gate(),
        nn.Conv2d(wide, out_channels, 1, bias=False),
        nn.BatchNorm2d(out_channels),
    )
