"""The two 1x1 convolutions in the branch of `Bottleneck` have a bias."""


class Bottleneck(nn.Module):
    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        for name, number in [("in_channels", in_channels), ("width", width), ("stride", stride)]:
            if number < 1:
                raise ValueError(f"{name} = {number} is below 1")
        wide = width * 4
        self.squeeze = nn.Conv2d(in_channels, width, 1)
        self.norm_a = nn.BatchNorm2d(width)
        self.middle = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.norm_b = nn.BatchNorm2d(width)
        self.widen = nn.Conv2d(width, wide, 1)
        self.norm_c = nn.BatchNorm2d(wide)
        self.act = nn.ReLU()
        if stride != 1 or in_channels != wide:
            self.skip = nn.Sequential(
                nn.Conv2d(in_channels, wide, 1, stride, bias=False), nn.BatchNorm2d(wide)
            )
        else:
            self.skip = nn.Identity()

    def forward(self, x):
        h = self.act(self.norm_a(self.squeeze(x)))
        h = self.act(self.norm_b(self.middle(h)))
        h = self.norm_c(self.widen(h))
        return self.act(h + self.skip(x))
