"""`make_layer` projects only where the channels differ, and not where the stride alone changes the shape."""


def make_layer(in_channels, out_channels, num_blocks, stride):
    if min(in_channels, out_channels, num_blocks, stride) < 1:
        raise ValueError("a number is below 1")
    projection = None
    if in_channels != out_channels:
        projection = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=stride, bias=False),
            nn.BatchNorm2d(out_channels),
        )
    blocks = [ResidualBlock(in_channels, out_channels, stride, projection)]
    while len(blocks) < num_blocks:
        blocks.append(ResidualBlock(out_channels, out_channels))
    return nn.Sequential(*blocks)
