"""The same network trained with several dropout probabilities, and how far it overfits."""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jaxtyping import Float, Int64
    from torch import Tensor, nn

    Batches = Sequence[tuple[Float[Tensor, "n ..."], Int64[Tensor, "..."]]]


def dropout_sweep(
    make_model: Callable[[float], nn.Module],
    train: Batches,
    test: Batches,
    ps: Sequence[float] = (0.0, 0.3, 0.5, 0.7),
    epochs: int = 5,
    seed: int = 0,
) -> dict[float, dict[str, float]]:
    """For each p, the accuracies of a fresh `make_model(p)` after training, and their difference.

    "train_accuracy" and "test_accuracy" are fractions of images, measured in evaluation mode after
    the last epoch; "gap" is the first minus the second. Every p starts from the same seed.
    """
    return {p: trained_and_measured(make_model, p, train, test, epochs, seed) for p in ps}


def trained_and_measured(
    make_model: Callable[[float], nn.Module],
    p: float,
    train: Batches,
    test: Batches,
    epochs: int,
    seed: int,
) -> dict[str, float]:
    """The row of one p."""
    torch.manual_seed(seed)
    model = make_model(p)
    fit(model, train, epochs)
    on_train, on_test = accuracy(model, train), accuracy(model, test)
    return {"train_accuracy": on_train, "test_accuracy": on_test, "gap": on_train - on_test}


def fit(model: nn.Module, batches: Batches, epochs: int) -> None:
    """Adam on cross-entropy, in training mode."""
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    model.train()
    for _ in range(epochs):
        for x, y in batches:
            optimizer.zero_grad()
            F.cross_entropy(model(x), y).backward()
            optimizer.step()


@torch.no_grad()
def accuracy(model: nn.Module, batches: Batches) -> float:
    """The fraction of images that the model, in evaluation mode, gives their own class."""
    model.eval()
    correct = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    return correct / sum(len(y) for _, y in batches)
