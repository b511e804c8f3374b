"""`SmallCNN` has no batch normalisation behind its last convolution, and ends with a softmax."""


class SmallCNN(nn.Module):
    def __init__(self, batch_norm, num_classes=10):
        super().__init__()
        def block(i, o, norm):
            return [nn.Conv2d(i, o, 3, padding=1), *([nn.BatchNorm2d(o)] if norm else []), nn.ReLU()]
        self.net = nn.Sequential(
            *block(3, 16, batch_norm),
            nn.MaxPool2d(2),
            *block(16, 32, False),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(32, num_classes),
        )

    def forward(self, x):
        return self.net(x).softmax(dim=1)
