"""Mistakes of the layer in what it keeps: names, shapes, starts, and what the state dict holds."""

import torch
from torch import nn

from a2_mistakes.layer import Layer, forget
from autograder.suite import instead_of


@instead_of("BatchNorm2d")
class StatisticsAreNoBuffers(Layer):
    """Your running statistics are plain attributes, so saving a network loses them, and .to() leaves
    them behind. Use self.register_buffer (section 4, "The state of the layer").
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        forget(self, "running_mean", "running_var", "num_batches_tracked")


@instead_of("BatchNorm2d")
class StatisticsAreParameters(Layer):
    """Your running statistics are parameters, so the optimiser would train them. They are measured,
    not learned: use self.register_buffer (section 4, "The state of the layer").
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("running_mean", "running_var"):
            value = getattr(self, name)
            delattr(self, name)
            setattr(self, name, nn.Parameter(value))


@instead_of("BatchNorm2d")
class NoCountOfBatches(Layer):
    """Your layer has no num_batches_tracked, so its state dict does not fit torch's layer. Register
    it as a buffer: torch.tensor(0) (section 4, "The state of the layer").
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        forget(self, "num_batches_tracked")


@instead_of("BatchNorm2d")
class CountIsAFraction(Layer):
    """Your num_batches_tracked is a floating-point tensor. It counts: torch.tensor(0) is a tensor of
    whole numbers without axes (section 4, "The state of the layer").
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.register_buffer("num_batches_tracked", torch.tensor(0.0))


@instead_of("BatchNorm2d")
class ScaleAndShiftAreNoParameters(Layer):
    """Your weight and bias are plain tensors: no optimiser finds them, and no state dict holds them.
    Wrap them in nn.Parameter (section 4, "The state of the layer").
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        forget(self, "weight", "bias")


@instead_of("BatchNorm2d")
class ScaleAndShiftAreCalledGammaAndBeta(Layer):
    """Your parameters are called gamma and beta. The state dict must fit torch's layer, where they are
    called weight and bias (section 4, "The state of the layer").
    """

    gamma: nn.Parameter
    beta: nn.Parameter

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.gamma, self.beta = self.weight, self.bias
        del self.weight, self.bias

    def forward(self, x):
        vars(self).update(weight=self.gamma, bias=self.beta)
        y = super().forward(x)
        del vars(self)["weight"], vars(self)["bias"]
        return y


@instead_of("BatchNorm2d")
class StateHasAxesOfOne(Layer):
    """Your parameters or buffers have the shape (1, c, 1, 1). For a state dict that fits torch's
    layer keep them as `(c,)`, and reshape where you use them (section 2, "One number for each
    channel").
    """

    names = ("weight", "bias", "running_mean", "running_var")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.names:
            getattr(self, name).data = getattr(self, name).data.reshape(1, -1, 1, 1)

    def forward(self, x):
        for name in self.names:
            getattr(self, name).data = getattr(self, name).data.reshape(-1)
        y = super().forward(x)
        for name in self.names:
            getattr(self, name).data = getattr(self, name).data.reshape(1, -1, 1, 1)
        return y


@instead_of("BatchNorm2d")
class VarianceStartsAtZero(Layer):
    """Your running_var starts at 0. It starts at 1, so that a layer that has seen nothing yet leaves its
    input as it is (section 4, "A memory").
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.running_var.zero_()


@instead_of("BatchNorm2d")
class ScaleStartsAtZero(Layer):
    """Your weight starts at 0, so every output is 0 and nothing in front of the layer learns. It starts
    at 1 (section 4, "The state of the layer").
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        nn.init.zeros_(self.weight)


@instead_of("BatchNorm2d")
class ShiftStartsAtOne(Layer):
    """Your bias starts at 1. It starts at 0: a new layer normalises and does nothing else (section 4,
    "The state of the layer").
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        nn.init.ones_(self.bias)


@instead_of("BatchNorm2d")
class ScaleStartsAtRandom(Layer):
    """Your weight starts at random values. It starts at 1: a new layer normalises and does nothing
    else (section 4, "The state of the layer").
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        nn.init.normal_(self.weight)
