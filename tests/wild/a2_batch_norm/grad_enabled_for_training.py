"""`BatchNorm2d` asks whether gradients are on, in place of its own mode."""


class BatchNorm2d(BatchNorm2d):
    def forward(self, x):
        require_images(x)
        require_channels(x, weight=self.weight)
        if torch.is_grad_enabled():
            stats = update_running_stats(
                x.detach(), self.running_mean, self.running_var, self.momentum
            )
            self.running_mean, self.running_var = stats
            self.num_batches_tracked += 1
            return batch_norm2d(x, self.weight, self.bias, self.eps)
        scale = self.weight / torch.sqrt(self.running_var + self.eps)
        return per_channel(scale) * (x - per_channel(self.running_mean)) + per_channel(self.bias)
