"""`SimpleResNet` has the stem of ImageNet's networks: 7x7 with stride 2 and a 3x3 max pooling behind it."""


class SimpleResNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        require_positive(num_classes=num_classes)
        self.stem = nn.Sequential(
            nn.Conv2d(3, 64, kernel_size=7, stride=2, padding=3, bias=False),
            nn.BatchNorm2d(64),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
        )
        self.conv2_x = make_layer(64, 64, 2, 1)
        self.conv3_x = make_layer(64, 128, 2, 2)
        self.conv4_x = make_layer(128, 256, 2, 2)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(256, num_classes)

    def forward(self, x):
        x = self.conv4_x(self.conv3_x(self.conv2_x(self.stem(x))))
        x = self.avgpool(x).squeeze(3).squeeze(2)
        return self.fc(x)
