"""A picture of what a model says: a grid of images, each under its true and its predicted class."""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from matplotlib.figure import Figure

from reference.transforms import restored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import BinaryIO

    from jaxtyping import Float, Int
    from torch import Tensor, nn

COLUMNS = 5


def plot_predictions(
    model: nn.Module,
    images: Float[Tensor, "n 3 h w"],
    labels: Int[Tensor, " n"],
    classes: Sequence[str],
    path: str | Path | BinaryIO,
) -> None:
    """Save the grid to `path`, whatever `Figure.savefig` takes; `images` are normalised.

    `ValueError` when there is no image, or not one label for each.
    """
    if len(images) == 0 or len(images) != len(labels):
        raise ValueError(f"{len(images)} images and {len(labels)} labels; both must be n >= 1")
    predicted = predictions(model, images)
    titles = [
        f"true: {classes[int(i)]}\nsaid: {classes[int(j)]}"
        for i, j in zip(labels, predicted, strict=True)
    ]
    save_grid(restored(images), titles, path)


def save_grid(
    images: Float[Tensor, "n 3 h w"], titles: Sequence[str], path: str | Path | BinaryIO
) -> None:
    """Save images on the scale from 0 to 1, a title above each."""
    rows, columns = math.ceil(len(images) / COLUMNS), min(len(images), COLUMNS)
    figure = Figure(figsize=(1.6 * columns, 1.9 * rows), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False).flat
    for axes, image, title in zip(grid, images, titles, strict=False):  # the grid may be larger
        axes.imshow(image.permute(1, 2, 0).numpy())
        axes.set_title(title, fontsize=8)
    for axes in figure.axes:
        axes.axis("off")
    figure.savefig(path)


@torch.no_grad()
def predictions(model: nn.Module, images: Float[Tensor, "n 3 h w"]) -> Int[Tensor, " n"]:
    """The class with the largest logit for each image, in evaluation mode."""
    was_training = model.training
    model.eval()
    predicted = model(images).argmax(dim=1)
    model.train(was_training)
    return predicted
