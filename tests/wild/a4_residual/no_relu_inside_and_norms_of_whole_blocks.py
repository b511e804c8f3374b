"""`ResidualBlock` has no ReLU between bn1 and conv2, and `gradient_norms` measures all parameters of a
block; `make_layer`, networks and `compare_gradient_flow` rest on them.
"""


class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__()
        require_positive(in_channels=in_channels, out_channels=out_channels, stride=stride)
        self.steps = nn.ModuleList(
            [
                conv3x3(in_channels, out_channels, stride),
                nn.BatchNorm2d(out_channels),
                conv3x3(out_channels, out_channels),
                nn.BatchNorm2d(out_channels),
            ]
        )
        self.downsample = downsample

    def forward(self, x):
        out = x
        for step in self.steps:
            out = step(out)
        return F.relu(out + (self.downsample(x) if self.downsample else x))


def gradient_norms(blocks, x):
    blocks.zero_grad(set_to_none=True)
    blocks(x).sum().backward()
    totals = []
    for block in blocks:
        squares = [p.grad.square().sum() for p in block.parameters() if p.grad is not None]
        totals.append(torch.stack(squares).sum().sqrt().item())
    return totals
