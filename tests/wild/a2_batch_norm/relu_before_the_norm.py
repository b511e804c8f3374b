"""`ConvBNReLU` applies ReLU before the normalisation, not behind it."""


class ConvBNReLU(nn.Sequential):
    def __init__(self, in_channels, out_channels):
        layers = [nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)]
        layers += [nn.ReLU(), nn.BatchNorm2d(out_channels)]
        super().__init__(*layers)
