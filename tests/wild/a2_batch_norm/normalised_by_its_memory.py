"""`BatchNorm2d` normalises with the running statistics in training, too."""


class BatchNorm2d(BatchNorm2d):
    def forward(self, x):
        require_images(x)
        require_channels(x, bias=self.bias)
        if self.training:
            pair_of_stats = update_running_stats(
                x.detach(), self.running_mean, self.running_var, self.momentum
            )
            self.running_mean[:], self.running_var[:] = pair_of_stats
            self.num_batches_tracked += 1
        mean, var = self.running_mean.clone(), self.running_var.clone()
        a = self.weight / torch.sqrt(var + self.eps)
        b = self.bias - a * mean
        return torch.einsum("c,nchw->nchw", a, x) + b.view(-1, 1, 1)
