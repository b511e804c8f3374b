"""`Inception` concatenates its pooling branch in front of the others."""


class Inception(nn.Module):
    def __init__(self, in_channels, c1, c3, c5, pool):
        super().__init__()
        (r3, o3), (r5, o5) = c3, c5
        self.one = nn.Conv2d(in_channels, c1, 1)
        self.three_reduce = nn.Conv2d(in_channels, r3, 1)
        self.three = nn.Conv2d(r3, o3, 3, padding="same")
        self.five_reduce = nn.Conv2d(in_channels, r5, 1)
        self.five = nn.Conv2d(r5, o5, 5, padding="same")
        self.pooled = nn.Conv2d(in_channels, pool, 1)

    def forward(self, x):
        one = self.one(x)
        three = self.three(torch.relu(self.three_reduce(x)))
        five = self.five(torch.relu(self.five_reduce(x)))
        pooled = self.pooled(F.max_pool2d(x, 3, stride=1, padding=1))
        return torch.relu(torch.cat((pooled, one, three, five), dim=1))
