"""`CNNWithDropout` has no ReLU behind its second hidden layer, and returns probabilities."""


class CNNWithDropout(nn.Sequential):
    def __init__(self, num_classes=10, p=0.5):
        maps = []
        for before, after in ((3, 64), (64, 128)):
            maps += [nn.Conv2d(before, after, kernel_size=3, padding="same"), nn.ReLU(), nn.MaxPool2d(2)]
        head = [nn.Flatten(), nn.Linear(128 * 8 * 8, 512), nn.ReLU(), nn.Dropout(p), nn.Linear(512, 256)]
        head += [nn.Dropout(p), nn.Linear(256, num_classes)]
        head += [nn.Softmax(dim=1)]
        super().__init__(*maps, *head)
