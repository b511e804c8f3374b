"""`BatchNorm2d` remembers the biased variance, and its running statistics keep the graph."""


class BatchNorm2d(BatchNorm2d):
    def forward(self, x):
        require_images(x)
        require_channels(x, weight=self.weight)
        if self.training:
            mean, var = x.mean(dim=AXES), x.var(dim=AXES, correction=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
            self.num_batches_tracked += 1
            return batch_norm2d(x, self.weight, self.bias, self.eps)
        return super().forward(x)
