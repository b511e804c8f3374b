"""`LeNet5` has its tanh behind each pooling and not in front of it."""


def LeNet5(num_classes=10, in_channels=1, image_size=28):
    side = (image_size - 4) // 2
    side = (side - 4) // 2
    return nn.Sequential(
        nn.Conv2d(in_channels, 6, 5),
        nn.AvgPool2d(2),
        nn.Tanh(),
        nn.Conv2d(6, 16, 5),
        nn.AvgPool2d(2),
        nn.Tanh(),
        nn.Flatten(),
        nn.Linear(16 * side * side, 120),
        nn.Tanh(),
        nn.Linear(120, 84),
        nn.Tanh(),
        nn.Linear(84, num_classes),
    )
