"""`SimpleResNet` returns probabilities: there is a softmax behind its linear layer."""


def SimpleResNet(num_classes=10):
    if num_classes < 1:
        raise ValueError(f"num_classes is {num_classes}, must be >= 1")
    layers = [nn.Conv2d(3, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU()]
    for c_in, c_out, stride in [(64, 64, 1), (64, 128, 2), (128, 256, 2)]:
        layers.append(make_layer(c_in, c_out, 2, stride))
    layers += [nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.Linear(256, num_classes)]
    layers.append(nn.Softmax(dim=1))
    return nn.Sequential(*layers)
