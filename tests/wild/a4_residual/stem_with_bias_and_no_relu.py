"""The stem's convolution in `SimpleResNet` has a bias, and there is no ReLU behind the stem's batch norm."""


class SimpleResNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        if num_classes < 1:
            raise ValueError(f"num_classes must be at least 1, not {num_classes}")
        self.stem = nn.Sequential(nn.Conv2d(3, 64, 3, padding=1), nn.BatchNorm2d(64))
        self.body = nn.Sequential(
            make_layer(64, 64, 2, 1), make_layer(64, 128, 2, 2), make_layer(128, 256, 2, 2)
        )
        self.head = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, num_classes)
        )

    def forward(self, x):
        return self.head(self.body(self.stem(x)))
