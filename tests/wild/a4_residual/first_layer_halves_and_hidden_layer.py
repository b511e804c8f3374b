"""The 64-channel layer of `SimpleResNet` has stride 2, and there is a hidden linear layer with ReLU in
front of the last one.
"""


class SimpleResNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        require_positive(num_classes=num_classes)
        channels = [64, 64, 128, 256]
        self.first = nn.Sequential(
            nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU()
        )
        self.layers = nn.Sequential(
            *[make_layer(a, b, 2, stride=2) for a, b in zip(channels, channels[1:])]
        )
        self.fc1 = nn.Linear(256, 256)
        self.fc2 = nn.Linear(256, num_classes)

    def forward(self, x):
        x = self.layers(self.first(x)).mean((-2, -1))
        return self.fc2(F.relu(self.fc1(x)))
