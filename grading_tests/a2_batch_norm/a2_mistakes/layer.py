"""The right layer in pieces, so that a wrong one replaces a single piece."""

import torch
from torch import Tensor, nn

from reference import batch_norm as correct
from reference.batch_statistics import normalise, per_channel


class Layer(correct.BatchNorm2d):
    """Right in every piece: `by_batch`, `by_memory`, `track`."""

    def forward(self, x: Tensor) -> Tensor:
        """By the batch in training, by the running statistics in evaluation."""
        if self.training:
            self.track(x)
            return self.by_batch(x)
        return self.by_memory(x)

    def by_batch(self, x: Tensor) -> Tensor:
        """Normalised with the batch's own statistics."""
        return correct.batch_norm2d(x, self.weight, self.bias, self.eps)

    def by_memory(self, x: Tensor) -> Tensor:
        """Normalised with the running statistics."""
        return self.affine(normalise(x, self.running_mean, self.running_var, self.eps))

    def affine(self, x_hat: Tensor) -> Tensor:
        """Scaled and shifted."""
        return x_hat * per_channel(self.weight) + per_channel(self.bias)

    @torch.no_grad()
    def follow(self, mean: Tensor, var: Tensor, momentum: float) -> None:
        """Move the running statistics by momentum, and count the batch."""
        self.running_mean.lerp_(mean, momentum)
        self.running_var.lerp_(var, momentum)
        self.num_batches_tracked += 1


def forget(net: nn.Module, *names: str) -> None:
    """Take buffers or parameters out of the state dict; plain attributes stay."""
    for name in names:
        value = getattr(net, name).detach()
        delattr(net, name)
        setattr(net, name, value)
