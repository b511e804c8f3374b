"""`LeNet5` takes max pooling, and has a ReLU behind its last layer."""


class LeNet5(nn.Module):
    def __init__(self, num_classes=10, in_channels=1, image_size=28):
        super().__init__()
        flat = 16 * (((image_size - 4) // 2 - 4) // 2) ** 2
        self.convs = nn.ModuleList([nn.Conv2d(in_channels, 6, 5), nn.Conv2d(6, 16, 5)])
        self.denses = nn.ModuleList(
            [nn.Linear(flat, 120), nn.Linear(120, 84), nn.Linear(84, num_classes)]
        )

    def forward(self, x):
        for conv in self.convs:
            x = nn.functional.max_pool2d(conv(x).relu(), 2)
        x = x.view(x.shape[0], -1)
        for dense in self.denses:
            x = dense(x).relu()
        return x
