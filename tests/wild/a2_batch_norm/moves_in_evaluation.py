"""`BatchNorm2d` moves its running statistics in evaluation mode, too, and starts the running variance at 0."""


class BatchNorm2d(BatchNorm2d):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__(num_features, eps, momentum)
        self.running_var = torch.zeros(num_features)
        self.channels = num_features

    def forward(self, x):
        if x.ndim != 4 or x.shape[1] != self.channels:
            raise ValueError("x must be (n, num_features, h, w)")
        mean, var = self.running_mean, self.running_var
        moved = update_running_stats(x.detach(), mean, var, self.momentum)
        self.running_mean, self.running_var = moved
        if self.training:
            self.num_batches_tracked += 1
            return batch_norm2d(x, self.weight, self.bias, self.eps)
        x = (x - mean[None, :, None, None]) / torch.sqrt(var[None, :, None, None] + self.eps)
        return x * self.weight[None, :, None, None] + self.bias[None, :, None, None]
