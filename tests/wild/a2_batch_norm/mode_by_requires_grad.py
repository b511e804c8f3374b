"""`BatchNorm2d` takes x.requires_grad for its mode."""


class BatchNorm2d(BatchNorm2d):
    def forward(self, x):
        require_images(x)
        require_channels(x, weight=self.weight)
        if x.requires_grad:
            self.running_mean, self.running_var = update_running_stats(
                x.detach(), self.running_mean, self.running_var, self.momentum
            )
            self.num_batches_tracked += 1
            mean = x.mean(dim=(0, 2, 3))
            var = x.var(dim=(0, 2, 3), unbiased=False)
        else:
            mean, var = self.running_mean, self.running_var
        scale = self.weight / (var + self.eps).sqrt()
        shift = self.bias - mean * scale
        return x * scale.reshape(1, -1, 1, 1) + shift.reshape(1, -1, 1, 1)
