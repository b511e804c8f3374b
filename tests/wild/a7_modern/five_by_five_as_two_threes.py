"""`Inception` has two 3x3 convolutions with ReLU in place of its 5x5 convolution."""


def unit(c_in, c_out, k):
    return nn.Sequential(nn.Conv2d(c_in, c_out, k, padding=k // 2), nn.ReLU())


class Inception(nn.Module):
    def __init__(self, in_channels, c1, c3, c5, pool):
        super().__init__()
        self.branches = nn.ModuleList(
            [
                unit(in_channels, c1, 1),
                nn.Sequential(unit(in_channels, c3[0], 1), unit(c3[0], c3[1], 3)),
                nn.Sequential(
                    unit(in_channels, c5[0], 1), unit(c5[0], c5[1], 3), unit(c5[1], c5[1], 3)
                ),
                nn.Sequential(nn.MaxPool2d(3, 1, 1), unit(in_channels, pool, 1)),
            ]
        )

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)
