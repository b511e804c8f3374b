"""`make_layer` gives every block a projection, also where the shape stays; `SimpleResNet` rests on it."""


def make_layer(in_channels, out_channels, num_blocks, stride):
    require_positive(in_channels=in_channels, out_channels=out_channels)
    require_positive(num_blocks=num_blocks, stride=stride)

    def projected(c_in, c_out, s):
        down = nn.Sequential(nn.Conv2d(c_in, c_out, 1, s, bias=False), nn.BatchNorm2d(c_out))
        return ResidualBlock(c_in, c_out, s, down)

    blocks = []
    c, s = in_channels, stride
    for _ in range(num_blocks):
        blocks.append(projected(c, out_channels, s))
        c, s = out_channels, 1
    return nn.Sequential(*blocks)
