"""How far a network overfits few images, by the probability with which dropout drops.

python -m examples.experiments.dropout
"""

from collections.abc import Sequence
from typing import Any

import torch

from examples.experiments.figures import (
    COLOURS,
    MARKERS,
    Column,
    describe,
    percent,
    picture,
    save,
    tell,
    whole_epochs,
)
from examples.experiments.networks import with_dropout
from examples.experiments.options import Material, Options, material, read
from examples.experiments.training import Run, followed, trained

NAME = "dropout"
PS = (0.0, 0.3, 0.5, 0.7)
COLUMNS = (
    Column("p", "p", "{:.1f}"),
    Column("train_accuracy", "training images", "{:.1%}"),
    Column("test_accuracy", "test images", "{:.1%}"),
    Column("gap", "gap", "{:+.1%}"),
    Column("train_loss", "loss while training", "{:.3f}"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, print, save."""
    options = read(__doc__ or "", epochs=15, images=1000, arguments=arguments)
    images = material(options)
    runs: dict[float, Run] = {}
    with followed(NAME, len(PS) * options.epochs) as about:
        for p in PS:
            torch.manual_seed(options.seed)  # every p starts from the same weights
            net, advance = with_dropout(p, options.full), about(f"p = {p}")
            runs[p] = trained(f"p = {p}", net, images, options, advance, 1e-3, flips=False)
    tell(
        NAME,
        COLUMNS,
        [row(p, run) for p, run in runs.items()],
        options,
        images,
        list(runs.values()),
    )
    save(drawn(runs, options, images), NAME, options)


def row(p: float, run: Run) -> dict[str, float]:
    """The figures after the last epoch; no epoch is chosen by its test accuracy."""
    last = run.epochs[-1]
    return {
        "p": p,
        "train_accuracy": last.train_accuracy,
        "test_accuracy": last.test_accuracy,
        "gap": last.train_accuracy - last.test_accuracy,
        "train_loss": last.loss,
    }


def drawn(runs: dict[float, Run], options: Options, images: Material) -> Any:
    """Both accuracies over the epochs, and the gap between them by p."""
    figure, (left, right) = picture(
        f"Dropout against overfitting\n{describe(options, images)}", panels=2, width=5
    )
    epochs = range(1, options.epochs + 1)
    for (p, run), colour, marker in zip(runs.items(), COLOURS, MARKERS, strict=False):
        on_train, on_test = (
            [100 * getattr(epoch, name) for epoch in run.epochs]
            for name in ("train_accuracy", "test_accuracy")
        )
        left.plot(epochs, on_train, color=colour, linestyle="--", linewidth=1.3)
        left.plot(epochs, on_test, color=colour, marker=marker, markersize=4, label=f"p = {p}")
        place = list(runs).index(p)
        right.plot(
            [place, place], [on_test[-1], on_train[-1]], color=colour, linewidth=5, alpha=0.3
        )
        right.plot(place, on_train[-1], "_", color=colour, markersize=22, markeredgewidth=2.5)
        right.plot(place, on_test[-1], marker=marker, color=colour, markersize=8)
        gap = f"{on_train[-1] - on_test[-1]:+.1f}"
        right.annotate(gap, (place, (on_train[-1] + on_test[-1]) / 2), xytext=(9, 0),
                       textcoords="offset points", va="center", fontsize=9)  # fmt: skip
    left.plot([], [], color="#333333", linestyle="--", label="training images")
    left.plot([], [], color="#333333", label="test images")
    left.legend(frameon=False, ncols=2, fontsize=8)
    whole_epochs(left, options.epochs)
    right.set_xticks(range(len(runs)), [f"p = {p}" for p in runs])
    right.set_xlim(-0.5, len(runs) - 0.3)
    right.set_title("after the last epoch: training images (bar), test images, gap", fontsize=10)
    for axes in (left, right):
        percent(axes, len(images.classes))
    return figure


if __name__ == "__main__":
    main()
