"""`SmallCNN` has one batch normalisation that stands behind every convolution in turn."""


class SmallCNN(nn.Module):
    def __init__(self, batch_norm, num_classes=10):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(i, 24, 3, padding=1, bias=not batch_norm) for i in (3, 24, 24)])
        count = 1
        self.norms = nn.ModuleList([nn.BatchNorm2d(24) if batch_norm else nn.Identity() for _ in range(count)])
        self.out = nn.Linear(24, num_classes)

    def forward(self, x):
        for number, conv in enumerate(self.convs):
            x = F.relu(self.norms[number % len(self.norms)](conv(x)))
        return self.out(x.mean(dim=(2, 3)))
