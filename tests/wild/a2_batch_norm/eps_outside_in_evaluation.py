"""`BatchNorm2d` adds eps outside of the root in evaluation mode, and counts no batch."""


class BatchNorm2d(BatchNorm2d):
    def forward(self, x):
        require_images(x)
        require_channels(x, weight=self.weight)
        n, c, h, w = x.shape
        gamma, beta = self.weight.reshape(c, 1, 1), self.bias.reshape(c, 1, 1)
        if self.training:
            with torch.no_grad():
                new = update_running_stats(x, self.running_mean, self.running_var, self.momentum)
                self.running_mean.copy_(new[0])
                self.running_var.copy_(new[1])
                return batch_norm2d(x, self.weight, self.bias, self.eps)
        sigma = self.running_var.sqrt() + self.eps
        return gamma * (x - self.running_mean.reshape(c, 1, 1)) / sigma.reshape(c, 1, 1) + beta
