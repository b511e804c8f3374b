"""Batch normalisation from first principles: the module you hand in for this assignment.

Images are tensors `(n, c, h, w)`: n images, c channels, h rows, w columns. No function or layer
changes its inputs, and each keeps their dtype and device. A bad argument raises `ValueError` that
names the argument, the value it received and the rule.

PyTorch's own normalisation operators (batch, layer, group, instance norm) are not allowed for
`batch_norm2d`, `BatchNorm2d` and `batch_norm2d_backward`; everything else of PyTorch is. The
gradients of `batch_norm2d_backward` are yours to work out: autograd is not allowed for them.

Conventions, because implementations differ: images are normalised with the biased variance (divided
by n * h * w), running_var keeps the unbiased one (divided by n * h * w - 1); eps stands inside the
square root; momentum is the weight of the new value.
"""

from collections.abc import Iterable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# Helpers that several of your functions share go here, if you want any.

# YOUR CODE HERE


def batch_norm2d(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> Tensor:
    """The batch, each channel normalised by its own mean and variance, then scaled and shifted.

    Shapes: x `(n, c, h, w)`, floating point; gamma and beta `(c,)`; result as x. A channel's mean
    and variance run over all its n * h * w values. Differentiable in x, gamma and beta; the
    gradient of x goes through mean and variance too.

    Raises `ValueError` when x has not four axes, or when gamma or beta is not `(c,)`.

    Source: Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing
    internal covariate shift" (2015), algorithm 1 and section 3.2.

    >>> x = torch.tensor([1.0, 3.0]).reshape(2, 1, 1, 1)
    >>> y = batch_norm2d(x, torch.tensor([10.0]), torch.tensor([5.0]), eps=0.0)
    >>> y.flatten().tolist()
    [-5.0, 15.0]
    """
    # Hint: x.mean(dim=(0, 2, 3), keepdim=True) has the shape (1, c, 1, 1).
    # YOUR CODE HERE
    raise NotImplementedError


def update_running_stats(
    x: Tensor, running_mean: Tensor, running_var: Tensor, momentum: float = 0.1
) -> tuple[Tensor, Tensor]:
    """The running mean and variance after one more batch, as new tensors `(mean, var)`.

    Each is (1 - momentum) * old + momentum * new, where new is the batch's mean, or its unbiased
    variance (the sum of squares divided by n * h * w - 1).

    Shapes: x `(n, c, h, w)` with n * h * w > 1; all else `(c,)`.

    Raises `ValueError` when x has not four axes, when a running value is not `(c,)`, or when
    momentum lies outside [0, 1].

    Source: Ioffe and Szegedy (2015), section 3.1 and algorithm 2.

    >>> x = torch.tensor([1.0, 3.0]).reshape(2, 1, 1, 1)
    >>> update_running_stats(x, torch.tensor([0.0]), torch.tensor([1.0]), momentum=0.5)
    (tensor([1.]), tensor([1.5000]))
    """
    # YOUR CODE HERE
    raise NotImplementedError


class BatchNorm2d(nn.Module):
    """Batch normalisation as a layer: by the batch in training, by running statistics afterwards.

    Shapes: x `(n, num_features, h, w)`, result the same.

    - Parameters `weight` (gamma, starts at 1) and `bias` (beta, starts at 0), `(num_features,)`.
    - Buffers `running_mean` (starts at 0) and `running_var` (starts at 1), `(num_features,)`, and
      `num_batches_tracked`, a whole number without axes that starts at 0.
    - In training mode the layer normalises with the batch's statistics, takes them into the running
      ones with `momentum`, and counts the batch. In evaluation mode it normalises with the running
      statistics and leaves them as they are.
    - No gradient flows into the running statistics; they keep no graph.
    - Its state dict is interchangeable with that of `torch.nn.BatchNorm2d`.

    Raises `ValueError` when x has not four axes and num_features channels.

    Source: Ioffe and Szegedy (2015), algorithm 2.
    """

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        # Hint: self.register_buffer(name, tensor) puts a tensor into the state dict.
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The normalised images; in training mode the running statistics move on."""
        # YOUR CODE HERE
        raise NotImplementedError


def batch_norm2d_backward(
    grad_output: Tensor, x: Tensor, gamma: Tensor, eps: float = 1e-5
) -> tuple[Tensor, Tensor, Tensor]:
    """The gradients `(grad_x, grad_gamma, grad_beta)` of `batch_norm2d`, by hand, no autograd.

    Shapes: grad_output, x and grad_x `(n, c, h, w)`; gamma, grad_gamma and grad_beta `(c,)`.
    grad_x goes through mean and variance too. Parts of grad_gamma and grad_beta add up over the
    batch; nothing is averaged.

    Raises `ValueError` when x has not four axes, when gamma is not `(c,)`, or when grad_output has
    another shape than x.

    Source: Ioffe and Szegedy (2015), section 3.

    >>> x = torch.tensor([1.0, 3.0]).reshape(2, 1, 1, 1)
    >>> grad_output = torch.tensor([1.0, 4.0]).reshape(2, 1, 1, 1)
    >>> _, grad_gamma, grad_beta = batch_norm2d_backward(grad_output, x, torch.ones(1), eps=0.0)
    >>> grad_gamma, grad_beta
    (tensor([3.]), tensor([5.]))
    """
    # Hint: start from x_hat, the normalised x, and from the gradient of x_hat.
    # YOUR CODE HERE
    raise NotImplementedError


class ConvBNReLU(nn.Module):
    """A 3x3 convolution with padding 1 and no bias, batch normalisation, ReLU, in that order.

    Shapes: x `(n, in_channels, h, w)`, result `(n, out_channels, h, w)`. The normalisation may be
    your `BatchNorm2d` or `torch.nn.BatchNorm2d`, with eps and momentum as they are by default.

    Source: Ioffe and Szegedy (2015), section 3.2.
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The block's feature maps."""
        # YOUR CODE HERE
        raise NotImplementedError


class SmallCNN(nn.Module):
    """A small network, with or without batch normalisation, to compare how both train.

    Shapes: x `(n, 3, h, w)` with h, w >= 8 of any size; result `(n, num_classes)`, logits (no
    softmax).

    With `batch_norm` a batch normalisation stands behind each convolution, without it there is
    none. Nothing else differs, except that a convolution with batch normalisation behind it needs
    no bias. How many layers there are, and how wide, is yours to choose; the last layer is linear.
    """

    def __init__(self, batch_norm: bool, num_classes: int = 10) -> None:
        super().__init__()
        # Hint: the mean over rows and columns makes the linear layer fit images of any size.
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image."""
        # YOUR CODE HERE
        raise NotImplementedError


def loss_curve(
    model: nn.Module, batches: Iterable[tuple[Tensor, Tensor]], lr: float
) -> list[float]:
    """Trains the model in place, one SGD step for each batch, and returns each batch's loss.

    batches gives pairs `(x, y)`: images and their class numbers; it is gone through once. The loss
    is the mean cross-entropy of the logits `model(x)`, in training mode, before the step on that
    batch; one Python float for each batch. A step is plain SGD: parameter - lr * gradient, no
    momentum. Whatever gradients the parameters come with are not used.

    Raises `ValueError` when lr is not above 0.

    Source: Robbins and Monro, "A stochastic approximation method" (1951).
    """
    # YOUR CODE HERE
    raise NotImplementedError
