"""`VGGBlock` has a single ReLU, behind its last convolution; `VGG16` and `VGG19` rest on it."""


class VGGBlock(nn.Module):
    def __init__(self, in_channels, out_channels, num_convs):
        super().__init__()
        self.convs = nn.ModuleList()
        for i in range(num_convs):
            self.convs.append(
                nn.Conv2d(in_channels if i == 0 else out_channels, out_channels, 3, padding=1)
            )
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        for conv in self.convs:
            x = conv(x)
        return self.pool(torch.relu(x))
