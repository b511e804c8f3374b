"""The 1x1 convolution that `make_layer` puts on the shortcut has a bias; `SimpleResNet` rests on it."""


def make_layer(in_channels, out_channels, num_blocks, stride):
    for number in (in_channels, out_channels, num_blocks, stride):
        if number < 1:
            raise ValueError(f"{number} is below 1")
    layer = nn.Sequential()
    for i in range(num_blocks):
        if i > 0:
            layer.append(ResidualBlock(out_channels, out_channels))
            continue
        down = None
        if stride != 1 or in_channels != out_channels:
            down = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride=stride),
                nn.BatchNorm2d(out_channels),
            )
        layer.append(ResidualBlock(in_channels, out_channels, stride, down))
    return layer
