"""The max pools of `AlexNet` have 2x2 windows, and it has no dropout."""


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000):
        super().__init__()
        spec = [(3, 96, 11, 4, 2), (96, 256, 5, 1, 2), (256, 384, 3, 1, 1)]
        spec += [(384, 384, 3, 1, 1), (384, 256, 3, 1, 1)]
        self.net = nn.Sequential()
        for number, row in enumerate(spec, start=1):
            self.net.append(nn.Conv2d(*row))
            self.net.append(nn.ReLU())
            if number in (1, 2, 5):
                self.net.append(nn.MaxPool2d(2, 2))
        self.net.append(nn.Flatten())
        for wide in (9216, 4096):
            self.net.append(nn.Linear(wide, 4096))
            self.net.append(nn.ReLU())
        self.net.append(nn.Linear(4096, num_classes))

    def forward(self, x):
        return self.net(x)
