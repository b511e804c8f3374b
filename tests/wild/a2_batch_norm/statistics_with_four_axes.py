"""`BatchNorm2d` keeps parameters and statistics as (1, c, 1, 1), so that its state dict does not fit; and it remembers the biased variance."""


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        shape = (1, num_features, 1, 1)
        self.c, self.eps, self.momentum = num_features, eps, momentum
        self.weight = nn.Parameter(torch.ones(shape))
        self.bias = nn.Parameter(torch.zeros(shape))
        self.register_buffer("running_mean", torch.zeros(shape))
        self.register_buffer("running_var", torch.ones(shape))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, X):
        if X.ndim != 4 or X.shape[1] != self.c:
            raise ValueError(f"X has shape {tuple(X.shape)}; it must be (n, {self.c}, h, w)")
        four = (1, self.c, 1, 1)
        if self.training:
            mean = X.mean(dim=(0, 2, 3), keepdim=True)
            var = ((X - mean) ** 2).mean(dim=(0, 2, 3), keepdim=True)
            m = X.numel() / self.c
            kept = var
            with torch.no_grad():
                for old, new in ((self.running_mean, mean), (self.running_var, kept)):
                    old += self.momentum * (new.reshape(old.shape) - old)
                self.num_batches_tracked += 1
        else:
            mean, var = self.running_mean.reshape(four), self.running_var.reshape(four)
        X_hat = (X - mean) / torch.sqrt(var + self.eps)
        return self.weight.reshape(four) * X_hat + self.bias.reshape(four)
