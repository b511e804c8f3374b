"""`CIFAR10Net` has ReLU in front of each batch norm and not behind it."""


class ConvBlock(nn.Module):
    def __init__(self, c_in, c_out, pool=False):
        super().__init__()
        self.conv = nn.Conv2d(c_in, c_out, kernel_size=3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(c_out)
        self.pool = nn.MaxPool2d(2) if pool else nn.Identity()

    def forward(self, x):
        return self.pool(self.norm(torch.relu(self.conv(x))))


class CIFAR10Net(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.layer1 = ConvBlock(3, 64, pool=True)
        self.layer2 = ConvBlock(64, 128, pool=True)
        self.layer3 = ConvBlock(128, 256)
        self.layer4 = ConvBlock(256, 256, pool=True)
        self.layer5 = ConvBlock(256, 512)
        self.layer6 = ConvBlock(512, 512)
        self.dropout = nn.Dropout(p=0.5)
        self.fc = nn.Linear(512, num_classes)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(x)))
        x = self.layer6(self.layer5(self.layer4(x)))
        x = nn.functional.adaptive_avg_pool2d(x, 1).squeeze(-1).squeeze(-1)
        return self.fc(self.dropout(x))
