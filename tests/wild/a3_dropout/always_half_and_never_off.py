"""`CNNWithDropout` drops with 0.5 whatever p is, and in evaluation mode, too."""


class CNNWithDropout(nn.Module):
    def __init__(self, num_classes=10, p=0.5):
        super().__init__()
        self.p = 0.5
        self.body = nn.Sequential(
            nn.Conv2d(3, 64, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2, 2),
            nn.Conv2d(64, 128, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2, 2),
        )
        self.hidden = nn.ModuleList([nn.Linear(128 * 64, 512), nn.Linear(512, 256)])
        self.last = nn.Linear(256, num_classes)

    def forward(self, x):
        x = torch.flatten(self.body(x), start_dim=1)
        for layer in self.hidden:
            x = F.dropout(torch.relu(layer(x)), p=self.p)
        return self.last(x)
