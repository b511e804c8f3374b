"""`MBConv` counts the squeezed channels from the expanded channels and not from the input channels."""


class SqueezeExcite(nn.Module):
    def __init__(self, channels, ratio):
        super().__init__()
        small = max(1, int(channels * ratio))
        self.fc1 = nn.Linear(channels, small)
        self.fc2 = nn.Linear(small, channels)

    def forward(self, x):
        s = x.mean((2, 3))
        s = torch.sigmoid(self.fc2(F.silu(self.fc1(s))))
        return x * s[:, :, None, None]


class MBConv(nn.Module):
    def __init__(
        self, in_channels, out_channels, expansion=6, kernel_size=3, stride=1, se_ratio=0.25
    ):
        super().__init__()
        mid = in_channels * expansion
        layers = []
        if expansion != 1:
            layers += [
                nn.Conv2d(in_channels, mid, 1, bias=False),
                nn.BatchNorm2d(mid),
                nn.SiLU(),
            ]
        layers += [
            nn.Conv2d(mid, mid, kernel_size, stride, kernel_size // 2, groups=mid, bias=False),
            nn.BatchNorm2d(mid),
            nn.SiLU(),
            SqueezeExcite(mid, se_ratio),
            nn.Conv2d(mid, out_channels, 1, bias=False),
            nn.BatchNorm2d(out_channels),
        ]
        self.block = nn.Sequential(*layers)
        self.use_skip = stride == 1 and in_channels == out_channels

    def forward(self, x):
        return x + self.block(x) if self.use_skip else self.block(x)
