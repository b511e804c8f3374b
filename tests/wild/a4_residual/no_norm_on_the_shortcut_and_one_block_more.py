"""`make_layer` leaves batch norm out of its projection, and makes num_blocks + 1 blocks; `SimpleResNet`
rests on it.
"""


def make_layer(in_channels, out_channels, num_blocks, stride):
    require_positive(
        in_channels=in_channels, out_channels=out_channels, num_blocks=num_blocks, stride=stride
    )
    downsample = None
    if stride != 1 or in_channels != out_channels:
        downsample = nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=stride, bias=False)
    layers = [ResidualBlock(in_channels, out_channels, stride, downsample)]
    for _ in range(num_blocks):
        layers.append(ResidualBlock(out_channels, out_channels))
    return nn.Sequential(*layers)
