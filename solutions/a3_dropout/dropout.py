"""Dropout from first principles: the module you hand in for this assignment.

Tensors may have any number of axes, unless a docstring says otherwise. No function, layer or
network changes its inputs, and each keeps their dtype and device. A bad argument raises
`ValueError` that names the argument, the value it received and the rule.

For the function `dropout`, PyTorch's own dropout operators are not allowed; everything else of
PyTorch is, its random numbers included.
"""

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Batches = Sequence[tuple[Tensor, Tensor]]


# Helpers that several of your functions share go here, if you want any.


### BEGIN SOLUTION
def require_probability(p: float) -> None:
    """Refuses what is no probability."""
    if not 0 <= p <= 1:
        raise ValueError(f"p is {p}; it must be from 0 to 1")


def survivor_scale(p: float) -> float:
    """What survivors are multiplied by; where p is 1 there is none."""
    return 1 / (1 - p) if p < 1 else 0.0


def fit(model: nn.Module, batches: Batches, epochs: int) -> None:
    """Trains with Adam on the cross-entropy."""
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(epochs):
        model.train()
        for x, y in batches:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()


@torch.no_grad()
def measure_accuracy(model: nn.Module, batches: Batches) -> float:
    """The fraction of right answers over all batches together, without dropout."""
    model.eval()
    right, count = 0, 0
    for x, y in batches:
        right += (model(x).argmax(dim=1) == y).sum().item()
        count += len(y)
    return right / count


### END SOLUTION


def dropout(
    x: Tensor, p: float = 0.5, training: bool = True, generator: torch.Generator | None = None
) -> Tensor:
    """Each element of x set to 0 with probability p, and divided by 1 - p otherwise.

    Shapes: x of any shape, floating point; the result has its shape. Differentiable.

    Conventions, because implementations differ: p is the probability to drop, not to keep; the
    survivors are scaled while training (inverted dropout), so that without training the result is
    x as it came. Every element has a draw of its own. With a generator all draws come from it: the
    same seed gives the same result. p = 0 drops nothing, p = 1 everything.

    Raises `ValueError` when p is below 0 or above 1.

    Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to
    prevent neural networks from overfitting" (2014), sections 4 and 10.

    >>> dropout(torch.ones(1000), p=0.75).unique()
    tensor([0., 4.])
    >>> dropout(torch.tensor([1.0, 2.0]), p=0.75, training=False)
    tensor([1., 2.])
    """
    # Hint: torch.rand draws uniformly from 0 (included) to 1 (not included).
    ### BEGIN SOLUTION
    require_probability(p)
    if not training:
        return x
    draws = torch.rand(x.shape, generator=generator, device=x.device)
    mask = (draws >= p).to(x.dtype)
    return x * mask * survivor_scale(p)
    ### END SOLUTION


class Dropout(nn.Module):
    """Dropout as a layer: active after `train()`, the identity after `eval()`.

    Shapes: any; the result has the input's shape. The layer has no parameters. p is the probability
    to drop, as in `dropout`.

    Raises `ValueError` when p is below 0 or above 1, at once or in the first forward pass.

    Source: as for `dropout`.

    >>> layer = Dropout(0.75).eval()
    >>> layer(torch.tensor([1.0, 2.0]))
    tensor([1., 2.])
    """

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        require_probability(p)
        self.p = p
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The result for x, by the mode the layer is in; x of any shape."""
        # Hint: train() and eval() set self.training, in this layer and in all layers inside it.
        ### BEGIN SOLUTION
        return dropout(x, self.p, self.training)
        ### END SOLUTION


def dropout_backward(grad_output: Tensor, mask: Tensor, p: float) -> Tensor:
    """The gradient of the loss with respect to x for `dropout` in training, by hand.

    Shapes: grad_output, mask and the result have the shape of x. `mask` is 1 (or True) where the
    forward pass kept a value and 0 (or False) where it dropped one; it is of any dtype. The result
    has the dtype of grad_output. Where p is 1 the mask is 0 everywhere, and so is the result.

    Raises `ValueError` when p is below 0 or above 1, or when mask has not the shape of grad_output.

    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), sections 6.5 and 7.12.

    >>> dropout_backward(torch.tensor([10.0, 20.0]), torch.tensor([1.0, 0.0]), p=0.75)
    tensor([40.,  0.])
    """
    ### BEGIN SOLUTION
    require_probability(p)
    if mask.shape != grad_output.shape:
        expected, got = tuple(grad_output.shape), tuple(mask.shape)
        raise ValueError(f"mask has shape {got}; it must be grad_output's, {expected}")
    return grad_output * mask.to(grad_output.dtype) * survivor_scale(p)
    ### END SOLUTION


class CNNWithDropout(nn.Module):
    """A network for images of 3 x 32 x 32 with dropout behind both hidden linear layers.

    In this order: convolution to 64 channels, ReLU, max pooling; convolution to 128 channels, ReLU,
    max pooling; flatten; linear to 512, ReLU, dropout; linear to 256, ReLU, dropout; linear to
    num_classes. Convolutions are 3x3 with padding 1, poolings 2x2. Convolutions and linear layers
    have biases. Both dropouts have probability p.

    Shapes: images `(n, 3, 32, 32)`; logits `(n, num_classes)`: no softmax.

    Source: dropout before the last layers as in Krizhevsky, Sutskever and Hinton, "ImageNet
    classification with deep convolutional neural networks" (2012), section 4.2.

    >>> net = CNNWithDropout()
    >>> sum(parameter.numel() for parameter in net.parameters())
    4404362
    """

    def __init__(self, num_classes: int = 10, p: float = 0.5) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, kernel_size=3, padding=1),  # (n, 64, 32, 32)
            nn.ReLU(),
            nn.MaxPool2d(2),  # (n, 64, 16, 16)
            nn.Conv2d(64, 128, kernel_size=3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),  # (n, 128, 8, 8)
        )
        self.classifier = nn.Sequential(
            nn.Flatten(),  # (n, 8192)
            nn.Linear(128 * 8 * 8, 512),
            nn.ReLU(),
            Dropout(p),
            nn.Linear(512, 256),
            nn.ReLU(),
            Dropout(p),
            nn.Linear(256, num_classes),
        )
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The logits `(n, num_classes)` of images `(n, 3, 32, 32)`."""
        # Hint: nn.Flatten keeps axis 0, the images.
        ### BEGIN SOLUTION
        return self.classifier(self.features(x))
        ### END SOLUTION


def dropout_sweep(
    make_model: Callable[[float], nn.Module],
    train: Batches,
    test: Batches,
    ps: Sequence[float] = (0.0, 0.3, 0.5, 0.7),
    epochs: int = 5,
    seed: int = 0,
) -> dict[float, dict[str, float]]:
    """For each p, how well a fresh model does on the data it was trained on and on other data.

    `make_model(p)` gives a fresh model that takes x and returns logits `(n, classes)`. `train` and
    `test` are sequences of batches `(x, y)`, with classes y `(n,)`; you may go through them as often
    as you like. Every model is trained on `train` for `epochs` epochs, that is: each image takes
    part in `epochs` training steps; the optimiser is your choice, the loss is the cross-entropy.

    The result has one entry for each p: a dict with "train_accuracy" and "test_accuracy", the
    fraction of all images of `train` and `test` that are classified correctly, numbers from 0 to 1,
    measured in evaluation mode after the last epoch, and "gap", the first minus the second. The
    same seed gives the same result, whatever random numbers were drawn before.

    Source: Srivastava and others (2014), section 7.3.

    >>> batches = [(torch.randn(8, 4), torch.arange(8) % 2)]
    >>> result = dropout_sweep(lambda p: nn.Linear(4, 2), batches, batches, ps=(0.5,), epochs=1)
    >>> result[0.5]["gap"]
    0.0
    """
    # Hint: torch.manual_seed(seed) before the model is made, for its weights are random, too.
    ### BEGIN SOLUTION
    result = {}
    for p in ps:
        torch.manual_seed(seed)
        model = make_model(p)
        fit(model, train, epochs)
        on_train, on_test = measure_accuracy(model, train), measure_accuracy(model, test)
        result[p] = {
            "train_accuracy": on_train,
            "test_accuracy": on_test,
            "gap": on_train - on_test,
        }
    return result
    ### END SOLUTION
