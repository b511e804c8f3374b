"""`VGG19` has 3 convolutions in its third block, and `VGG16` has no ReLU behind its two hidden fully
connected layers.
"""


class VGG16(nn.Module):
    def __init__(self, num_classes=1000):
        super().__init__()
        self.block1 = VGGBlock(3, 64, 2)
        self.block2 = VGGBlock(64, 128, 2)
        self.block3 = VGGBlock(128, 256, 3)
        self.block4 = VGGBlock(256, 512, 3)
        self.block5 = VGGBlock(512, 512, 3)
        self.fc1 = nn.Linear(25088, 4096)
        self.fc2 = nn.Linear(4096, 4096)
        self.fc3 = nn.Linear(4096, num_classes)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x):
        for block in (self.block1, self.block2, self.block3, self.block4, self.block5):
            x = block(x)
        x = self.dropout(self.fc1(x.flatten(1)))
        x = self.dropout(self.fc2(x))
        return self.fc3(x)


class VGG19(nn.Module):
    def __init__(self, num_classes=1000):
        super().__init__()
        blocks, channels = [], 3
        for width, count in [(64, 2), (128, 2), (256, 3), (512, 4), (512, 4)]:
            blocks.append(VGGBlock(channels, width, count))
            channels = width
        self.features = nn.Sequential(*blocks)
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096),
            nn.ReLU(),
            nn.Linear(4096, 4096),
            nn.ReLU(),
            nn.Linear(4096, num_classes),
        )

    def forward(self, x):
        x = self.features(x)
        return self.classifier(x.reshape(len(x), -1))
