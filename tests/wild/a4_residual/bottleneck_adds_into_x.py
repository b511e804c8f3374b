"""`Bottleneck` adds the branch into x itself where the shortcut has no layers: the input is changed."""


class Bottleneck(nn.Module):
    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        require_positive(in_channels=in_channels, width=width, stride=stride)
        self.branch = nn.Sequential(
            nn.Conv2d(in_channels, width, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, 4 * width, 1, bias=False),
            nn.BatchNorm2d(4 * width),
        )
        self.shortcut = nn.Sequential()
        if stride > 1 or in_channels != 4 * width:
            self.shortcut.append(nn.Conv2d(in_channels, 4 * width, 1, stride, bias=False))
            self.shortcut.append(nn.BatchNorm2d(4 * width))

    def forward(self, x):
        out = self.branch(x)
        identity = self.shortcut(x)
        identity += out
        return torch.relu(identity)
