"""`ResidualBlock` uses bn2 twice and never bn1."""


class ResidualBlock(ResidualBlock):
    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        out = F.relu(self.bn2(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return F.relu(out + identity)
