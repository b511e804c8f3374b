"""`BatchNorm2d` calls its parameters gamma and beta, so that its state dict is not that of PyTorch's layer."""


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps = eps
        self.momentum = momentum
        self.gamma = nn.Parameter(torch.ones(num_features))
        self.beta = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.zeros((), dtype=torch.long))

    def forward(self, x):
        gamma, beta = self.gamma, self.beta
        require_images(x)
        require_channels(x, gamma=gamma)
        if not self.training:
            sd = torch.sqrt(self.running_var + self.eps)
            return (x - per_channel(self.running_mean)) / per_channel(sd) * per_channel(gamma) + per_channel(beta)
        mean, var = update_running_stats(x.detach(), self.running_mean, self.running_var, self.momentum)
        self.running_mean.data.copy_(mean)
        self.running_var.data.copy_(var)
        self.num_batches_tracked += 1
        return batch_norm2d(x, gamma, beta, self.eps)
