"""Mistakes of the layer in what it computes from the batch."""

import torch

from a2_mistakes import normalize
from a2_mistakes.layer import Layer
from autograder.suite import instead_of
from reference.batch_statistics import per_channel


class OfTheBatch(Layer):
    """Makes a layer of a wrong function."""

    function = None

    def by_batch(self, x):
        return type(self).function(x, self.weight, self.bias, self.eps)


@instead_of("BatchNorm2d")
class LayerWithUnbiasedVariance(OfTheBatch):
    """In training you normalise with the unbiased variance. Divide the squares by n * h * w there; only
    running_var takes the unbiased one (section 3, "Two variances").
    """

    function = staticmethod(normalize.normalises_with_unbiased_variance)


@instead_of("BatchNorm2d")
class LayerWithEpsOutsideTheRoot(OfTheBatch):
    """You add eps to the standard deviation. It belongs under the root: sqrt(var + eps), in both
    modes (section 2, "The formula").
    """

    function = staticmethod(normalize.eps_outside_the_root)

    def by_memory(self, x):
        mean, var = per_channel(self.running_mean), per_channel(self.running_var)
        return self.affine((x - mean) / (var.sqrt() + self.eps))


@instead_of("BatchNorm2d")
class EpsIsAlwaysTheDefault(Layer):
    """You use 1e-5 whatever eps the layer is made with. Keep the argument (section 2, "The
    formula").
    """

    def __init__(self, num_features, eps=1e-5, momentum=0.1):  # noqa: ARG002 - as the right one
        super().__init__(num_features, momentum=momentum)


@instead_of("BatchNorm2d")
class LayerOfEachPixel(OfTheBatch):
    """In training every pixel has its own mean and variance. A channel's statistics run over images,
    rows and columns: axes 0, 2 and 3 (section 2, "The formula").
    """

    function = staticmethod(normalize.statistics_of_each_pixel)


@instead_of("BatchNorm2d")
class LayerOfEachImage(OfTheBatch):
    """In training you normalise each image on its own. Batch statistics run over all images of the
    batch: axes 0, 2 and 3 (section 2, "The formula").
    """

    function = staticmethod(normalize.statistics_of_each_image)


@instead_of("BatchNorm2d")
class OneMeanForAllChannels(OfTheBatch):
    """You use one mean and one variance for all channels. Every channel has its own: average over axes
    0, 2 and 3 (section 2, "The formula").
    """

    function = staticmethod(normalize.one_mean_for_all_channels)

    def track(self, x):
        c = x.shape[1]
        self.follow(x.mean().expand(c), x.var().expand(c), self.momentum)


@instead_of("BatchNorm2d")
class ReshapeMixesTheChannels(OfTheBatch):
    """You reshape x to c columns without moving the channels to the end first, so that columns mix
    channels. Average over axes 0, 2 and 3, or permute before you reshape (section 2, "The formula").
    """

    function = staticmethod(normalize.reshape_mixes_the_channels)

    def track(self, x):
        columns = x.reshape(-1, x.shape[1])
        self.follow(columns.mean(dim=0), columns.var(dim=0), self.momentum)


@instead_of("BatchNorm2d")
class ScaleAndShiftAreNotUsed(Layer):
    """Your layer has weight and bias but does not use them. The output is weight * x_hat + bias, in
    both modes (section 2, "The formula").
    """

    def by_batch(self, x):
        return normalize.scale_and_shift_are_left_out(x, None, None, self.eps)

    def affine(self, x_hat):
        return x_hat


@instead_of("BatchNorm2d")
class EvaluationLeavesOutScaleAndShift(Layer):
    """In evaluation you leave out weight and bias. They belong to both modes: weight * x_hat + bias
    (section 4, "Two modes").
    """

    def affine(self, x_hat):
        return x_hat


@instead_of("BatchNorm2d")
class StatisticsAreConstantsForAutograd(OfTheBatch):
    """Your values are right, but in training mean and variance are cut off from x (no_grad, detach or
    .data), so part of the gradient is missing. Cut off the running statistics only (section 6, "Three
    ways from x to y").
    """

    function = staticmethod(normalize.statistics_are_constants_for_autograd)


@instead_of("BatchNorm2d")
class LayerRefusesOneImage(OfTheBatch):
    """Your layer refuses to train on one image. Its channels have h * w values each, and that is
    enough for a mean and a variance (section 3, "A batch of one").
    """

    function = staticmethod(normalize.one_image_is_refused)


@instead_of("BatchNorm2d")
class LayerChangesItsInput(Layer):
    """Your values are right, but the layer writes into its input: `-=`, `/=` and operators that end
    in _ do. Compute new tensors (exercise `module`).
    """

    def forward(self, x):
        y = super().forward(x)
        with torch.no_grad():
            x.copy_(y)
        return y
