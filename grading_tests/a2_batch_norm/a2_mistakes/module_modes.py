"""Mistakes of the layer about its two modes and its running statistics."""

import torch

from a2_mistakes.layer import Layer
from autograder.suite import instead_of

AXES = (0, 2, 3)


@instead_of("BatchNorm2d")
class EvaluationUsesTheBatch(Layer):
    """In evaluation you still normalise with the statistics of the batch, so an image's result
    depends on its neighbours. Use running_mean and running_var there (section 4, "Two modes").
    """

    def by_memory(self, x):
        return self.by_batch(x)


@instead_of("BatchNorm2d")
class EvaluationMovesTheStatistics(Layer):
    """You update the running statistics in evaluation, too, so that testing changes the network.
    Update them only where self.training is true (section 4, "Two modes").
    """

    def forward(self, x):
        self.track(x)
        return self.by_batch(x) if self.training else self.by_memory(x)


@instead_of("BatchNorm2d")
class ModesAreIgnored(Layer):
    """Your layer is always in training: eval() changes nothing. nn.Module sets self.training; ask
    for it in forward (section 4, "Two modes").
    """

    def forward(self, x):
        self.track(x)
        return self.by_batch(x)


@instead_of("BatchNorm2d")
class TrainingUsesTheMemory(Layer):
    """In training you normalise with the running statistics. There the batch's own mean and variance
    are used; the running ones are only moved (section 4, "Two modes").
    """

    def by_batch(self, x):
        return self.by_memory(x)


@instead_of("BatchNorm2d")
class StatisticsNeverMove(Layer):
    """Your running statistics stay at 0 and 1 for ever. Every batch in training moves them (section
    4, "A memory").
    """

    @torch.no_grad()
    def track(self, x):  # noqa: ARG002 - the right one's signature
        self.num_batches_tracked += 1


@instead_of("BatchNorm2d")
class MemoryOfBiasedVariance(Layer):
    """Your running variance takes in the biased variance. It takes the unbiased one, divided by n *
    h * w - 1 (section 3, "Two variances").
    """

    def track(self, x):
        self.follow(x.mean(dim=AXES), x.var(dim=AXES, correction=0), self.momentum)


@instead_of("BatchNorm2d")
class MemoryCountsImages(Layer):
    """You correct the running variance by n / (n - 1), where n counts images. A channel has n * h *
    w values: correct by that number (section 3, "Two variances").
    """

    def track(self, x):
        bessel = len(x) / (x.new_tensor(len(x)) - 1)
        self.follow(x.mean(dim=AXES), x.var(dim=AXES, correction=0) * bessel, self.momentum)


@instead_of("BatchNorm2d")
class MomentumIsReversed(Layer):
    """You give momentum to the old value. Here it is the weight of the new one: (1 - momentum) * old
    + momentum * new (section 4, "A memory").
    """

    def track(self, x):
        self.follow(x.mean(dim=AXES), x.var(dim=AXES), 1 - self.momentum)


@instead_of("BatchNorm2d")
class MomentumIsAlwaysTheDefault(Layer):
    """You use 0.1 whatever momentum the layer is made with. Keep the argument (section 4, "A
    memory").
    """

    def track(self, x):
        self.follow(x.mean(dim=AXES), x.var(dim=AXES), 0.1)


@instead_of("BatchNorm2d")
class MemoryOfStandardDeviation(Layer):
    """Your running_var holds standard deviations. It holds variances; the root is taken where it is
    used (section 4, "A memory").
    """

    def track(self, x):
        self.follow(x.mean(dim=AXES), x.std(dim=AXES), self.momentum)

    def by_memory(self, x):
        right = self.running_var
        self.running_var = right.square()
        y = super().by_memory(x)
        self.running_var = right
        return y


@instead_of("BatchNorm2d")
class MemoryOfInverseDeviation(Layer):
    """Your running_var holds 1 / sqrt(var), what x is multiplied by. It holds the variance itself
    (section 4, "A memory").
    """

    def track(self, x):
        inverse = (x.var(dim=AXES, correction=0) + self.eps).rsqrt()
        self.follow(x.mean(dim=AXES), inverse, self.momentum)

    def by_memory(self, x):
        mean, inverse = (v.reshape(1, -1, 1, 1) for v in (self.running_mean, self.running_var))
        return self.affine((x - mean) * inverse)


@instead_of("BatchNorm2d")
class MemoryKeepsTheGraph(Layer):
    """Your running statistics carry a gradient: each keeps the graph of all batches so far, and
    memory grows. Update them under torch.no_grad() or with x.detach() (section 4, "A memory").
    """

    def track(self, x):
        mean, var = x.mean(dim=AXES), x.var(dim=AXES)
        self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
        self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        self.num_batches_tracked += 1


@instead_of("BatchNorm2d")
class BatchesAreNotCounted(Layer):
    """Your num_batches_tracked stays at 0. Add 1 for every batch in training (section 4, "The state
    of the layer").
    """

    def track(self, x):
        super().track(x)
        self.num_batches_tracked -= 1
