"""The pooling branch of `Inception` averages, and there is no ReLU behind the 1x1 reductions in front of the
3x3 and the 5x5 convolution.
"""


class Inception(nn.Module):
    def __init__(self, in_channels, c1, c3, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(in_channels, c1, 1)
        self.b2 = nn.Sequential(
            nn.Conv2d(in_channels, c3[0], 1), nn.Conv2d(c3[0], c3[1], 3, padding=1)
        )
        self.b3 = nn.Sequential(
            nn.Conv2d(in_channels, c5[0], 1), nn.Conv2d(c5[0], c5[1], 5, padding=2)
        )
        self.b4 = nn.Sequential(
            nn.AvgPool2d(3, stride=1, padding=1), nn.Conv2d(in_channels, pool, 1)
        )

    def forward(self, x):
        return torch.cat([F.relu(b(x)) for b in (self.b1, self.b2, self.b3, self.b4)], 1)
