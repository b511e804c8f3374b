"""`Bottleneck` takes `width` for its output channels and narrows to a quarter of them."""


class Bottleneck(nn.Module):
    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        require_positive(in_channels=in_channels, width=width, stride=stride)
        inner = max(1, width // 4)
        self.f = nn.Sequential(
            nn.Conv2d(in_channels, inner, 1, bias=False),
            nn.BatchNorm2d(inner),
            nn.ReLU(),
            nn.Conv2d(inner, inner, 3, stride, 1, bias=False),
            nn.BatchNorm2d(inner),
            nn.ReLU(),
            nn.Conv2d(inner, width, 1, bias=False),
            nn.BatchNorm2d(width),
        )
        same = stride == 1 and in_channels == width
        self.s = nn.Identity() if same else shortcut(in_channels, width, stride)

    def forward(self, x):
        return F.relu(self.f(x) + self.s(x))
