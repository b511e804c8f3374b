"""`BatchNorm2d` keeps its running statistics as plain attributes, so that they are in no state dict."""


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps = eps
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.running_mean = torch.zeros(num_features)
        self.running_var = torch.ones(num_features)
        self.num_batches_tracked = torch.tensor(0)

    def forward(self, x):
        require_images(x)
        require_channels(x, weight=self.weight)
        if not self.training:
            centred = x - self.running_mean[:, None, None]
            x_hat = centred / torch.sqrt(self.running_var + self.eps)[:, None, None]
            return x_hat * self.weight[:, None, None] + self.bias[:, None, None]
        with torch.no_grad():
            self.running_mean, self.running_var = update_running_stats(
                x, self.running_mean, self.running_var, self.momentum
            )
            self.num_batches_tracked = self.num_batches_tracked + 1
        return batch_norm2d(x, self.weight, self.bias, self.eps)
