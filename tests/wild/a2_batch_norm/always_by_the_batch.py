"""`BatchNorm2d` normalises with the batch's statistics in evaluation, too; and it always uses an eps of 1e-5 and a momentum of 0.1."""


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = 1e-5, 0.1
        for name, start in {"weight": 1.0, "bias": 0.0}.items():
            setattr(self, name, nn.Parameter(torch.full((num_features,), start)))
        for name, start in {"running_mean": 0.0, "running_var": 1.0}.items():
            self.register_buffer(name, torch.full((num_features,), start))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        require_images(x)
        require_channels(x, weight=self.weight)
        if self.training:
            with torch.no_grad():
                stats = update_running_stats(x, self.running_mean, self.running_var, self.momentum)
                self.running_mean, self.running_var = stats
                self.num_batches_tracked += 1
        return batch_norm2d(x, self.weight, self.bias, self.eps)
