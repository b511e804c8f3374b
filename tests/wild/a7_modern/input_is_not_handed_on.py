"""`DenseBlock` gives the maps of its layers only, without x in front of them."""


class DenseBlock(nn.Module):
    def __init__(self, num_layers, in_channels, growth_rate):
        super().__init__()
        self.norms, self.convs = nn.ModuleList(), nn.ModuleList()
        for i in range(num_layers):
            c = in_channels + i * growth_rate
            self.norms.append(nn.BatchNorm2d(c))
            self.convs.append(nn.Conv2d(c, growth_rate, 3, 1, 1, bias=False))

    def forward(self, x):
        seen, made = x, []
        for norm, conv in zip(self.norms, self.convs):
            made.append(conv(F.relu(norm(seen))))
            seen = torch.cat((seen, made[-1]), dim=1)
        return torch.cat(made, dim=1)
