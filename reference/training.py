"""Training and evaluation: all that assignment a6 asks for, under the names it asks for.

A loader gives batches `(images, labels)`; labels are class numbers. Every mean is over samples.
Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), sections 5.3, 7.8 and 8.1.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

import copy
import time
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.optim.lr_scheduler import StepLR

from reference.cifar10_model import build_model
from reference.predictions import plot_predictions
from reference.transforms import test_transform, train_transform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jaxtyping import Float, Int
    from torch import Tensor

    Loader = Iterable[tuple[Float[Tensor, "n ..."], Int[Tensor, " n"]]]
    Criterion = Callable[[Float[Tensor, "n k"], Int[Tensor, " n"]], Float[Tensor, ""]]

__all__ = [
    "build_model",
    "compare_architectures",
    "evaluate",
    "fit",
    "plot_predictions",
    "test_transform",
    "train_epoch",
    "train_transform",
]


class Totals:
    """Sums over samples, so that a small last batch counts by its size."""

    def __init__(self) -> None:
        self.loss, self.right, self.samples = 0.0, 0, 0

    def add(
        self, loss: Float[Tensor, ""], logits: Float[Tensor, "n k"], y: Int[Tensor, " n"]
    ) -> None:
        """Count one batch; `loss` is its mean."""
        self.loss += loss.item() * len(y)
        self.right += int((logits.argmax(dim=1) == y).sum())
        self.samples += len(y)

    def means(self) -> tuple[float, float]:
        """The mean loss, and the fraction of right answers."""
        return self.loss / self.samples, self.right / self.samples


def train_epoch(
    model: nn.Module,
    loader: Loader,
    criterion: Criterion,
    optimizer: torch.optim.Optimizer,
    device: str | torch.device = "cpu",
) -> tuple[float, float]:
    """One optimiser step for each batch; mean loss and accuracy, as each batch was before its step.

    The model is in training mode from here on.
    """
    model.train()
    totals = Totals()
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        totals.add(loss, logits, y)
    return totals.means()


@torch.no_grad()
def evaluate(
    model: nn.Module, loader: Loader, criterion: Criterion, device: str | torch.device = "cpu"
) -> tuple[float, float]:
    """Mean loss and accuracy in evaluation mode; the model is left in the mode it came in."""
    was_training = model.training
    model.eval()
    totals = Totals()
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        logits = model(x)
        totals.add(criterion(logits, y), logits, y)
    model.train(was_training)
    return totals.means()


def fit(
    model: nn.Module,
    train_loader: Loader,
    validation_loader: Loader,
    epochs: int,
    lr: float = 1e-3,
    device: str | torch.device = "cpu",
) -> list[dict[str, Any]]:
    """Train, and leave the model as it was after its best epoch; one row of figures per epoch.

    Best is the highest accuracy on the validation set, the first one where several are equal.
    The learning rate falls to a tenth after each third of the epochs.
    """
    _refuse_no_epochs(epochs)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.to(device).parameters(), lr=lr)
    scheduler = StepLR(optimizer, step_size=max(1, epochs // 3))
    history: list[dict[str, Any]] = []
    best, best_state = -1.0, None
    for epoch in range(1, epochs + 1):
        train_loss, train_accuracy = train_epoch(model, train_loader, criterion, optimizer, device)
        validation_loss, accuracy = evaluate(model, validation_loader, criterion, device)
        scheduler.step()
        row = {"epoch": epoch, "train_loss": train_loss, "train_accuracy": train_accuracy}
        row |= {"validation_loss": validation_loss, "validation_accuracy": accuracy}
        history.append(row)
        if accuracy > best:
            best, best_state = accuracy, copy.deepcopy(model.state_dict())
    if best_state is not None:  # None: every accuracy was NaN
        model.load_state_dict(best_state)
    return history


def compare_architectures(
    models: dict[str, nn.Module], train_loader: Loader, test_loader: Loader, epochs: int
) -> list[dict[str, Any]]:
    """Train each model alike; one row of figures per model, in the order of `models`.

    The test accuracy is that after the last epoch: no epoch is chosen by it. An epoch counts as
    converged where its test accuracy lies within one point (0.01) of the best epoch's.
    """
    _refuse_no_epochs(epochs)
    return [_row(name, model, train_loader, test_loader, epochs) for name, model in models.items()]


def _row(
    name: str, model: nn.Module, train_loader: Loader, test_loader: Loader, epochs: int
) -> dict[str, Any]:
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    accuracies, seconds = [], 0.0
    for _ in range(epochs):
        start = time.perf_counter()
        train_epoch(model, train_loader, criterion, optimizer)
        seconds += time.perf_counter() - start
        accuracies.append(evaluate(model, test_loader, criterion)[1])
    near = [accuracy >= max(accuracies) - 0.01 for accuracy in accuracies]
    return {
        "name": name,
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "seconds_per_epoch": seconds / epochs,
        "test_accuracy": accuracies[-1],
        "epochs_to_convergence": near.index(True) + 1,
    }


def _refuse_no_epochs(epochs: int) -> None:
    if epochs < 1:
        raise ValueError(f"epochs is {epochs}; it must be at least 1")
