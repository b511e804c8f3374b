"""The same small network with and without batch norm, over learning rates from careful to bold.

    python -m examples.experiments.batch_norm

Plain SGD, as in the lesson: an optimiser that adapts its steps would hide what batch norm does.
"""

import math
from collections.abc import Sequence
from typing import Any

import msgspec
import torch

from autograder.networks.train.batches import batches
from autograder.networks.train.modes import repeatable
from examples.experiments.figures import COLOURS, Column, describe, percent, picture, save, tell
from examples.experiments.options import Material, Options, material, read
from examples.experiments.training import Advance, accuracy, followed, recipe_of
from reference.architectures.small_cnn import SmallCNN
from reference.loss_curve import loss_curve

NAME = "batch_norm"
RATES = (0.03, 0.1, 0.3, 1.0)
SHOWN = 0.3  # whose losses are drawn
WAYS = {True: "with batch norm", False: "without"}
COLUMNS = (
    Column("network", "network"),
    Column("learning_rate", "learning rate", "{:g}"),
    Column("last_loss", "last loss", "{:.3f}"),
    Column("test_accuracy", "test accuracy", "{:.1%}"),
)


class Descent(msgspec.Struct, frozen=True):
    """One training: the mean loss of the last tenth, and the loss at every step."""

    network: str
    learning_rate: float
    last_loss: float  # infinity where the training broke down
    test_accuracy: float
    losses: tuple[float, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, print, save."""
    options = read(__doc__ or "", epochs=4, images=2000, arguments=arguments)
    images = material(options)
    with followed(NAME, len(RATES) * len(WAYS) * options.epochs) as about:
        found = [
            descent(norm, rate, images, options, about(f"{way}, {rate:g}"))
            for norm, way in WAYS.items()
            for rate in RATES
        ]
    rows = [msgspec.structs.asdict(one) for one in found]
    tell(NAME, COLUMNS, rows, options, images)
    save(drawn(found, options, images), NAME, options)


def descent(
    norm: bool, rate: float, images: Material, options: Options, advance: Advance
) -> Descent:
    """Train one network."""
    torch.manual_seed(options.seed)
    net = SmallCNN(norm).to(options.device)
    losses: list[float] = []
    for epoch in range(options.epochs):
        recipe = recipe_of(options, len(images.train.labels), epoch)
        with repeatable(recipe):
            losses += loss_curve(net, batches(images.train, recipe), rate)
        advance()
    last = losses[-max(1, len(losses) // 10) :]
    mean = sum(last) / len(last)
    shown = tuple(loss if math.isfinite(loss) else math.inf for loss in losses)
    right = accuracy(net, images.test, recipe_of(options, len(images.train.labels)))
    return Descent(WAYS[norm], rate, mean if math.isfinite(mean) else math.inf, right, shown)


def drawn(found: Sequence[Descent], options: Options, images: Material) -> Any:
    """The losses at one learning rate, and the accuracies over all of them."""
    figure, (left, right) = picture(
        f"Batch norm over learning rates\n{describe(options, images)}", panels=2
    )
    for way, colour, marker in zip(WAYS.values(), COLOURS, "os", strict=False):
        mine = [one for one in found if one.network == way]
        for one in mine:
            if one.learning_rate == SHOWN:
                left.plot(one.losses, color=colour, alpha=0.18, linewidth=1)
                left.plot(smooth(one.losses), color=colour, linewidth=2, label=way)
        accuracies = [100 * one.test_accuracy for one in mine]
        right.plot(RATES, accuracies, marker=marker, color=colour, label=way)
    left.set(xlabel="step", ylabel="loss (thick: running mean)", ylim=(0, 3.2))
    left.set_title(f"learning rate {SHOWN:g}", fontsize=10)
    right.set_xscale("log")
    right.set_xticks(RATES, [f"{rate:g}" for rate in RATES])
    right.minorticks_off()
    right.set_xlabel("learning rate of SGD")
    right.set_title("test accuracy after the last epoch", fontsize=10)
    percent(right, len(images.classes))
    for axes in (left, right):
        axes.legend(frameon=False)
    return figure


def smooth(losses: Sequence[float], inertia: float = 0.9) -> list[float]:
    """A running mean that forgets; it starts at the first loss."""
    mean, means = losses[0], []
    for loss in losses:
        mean = inertia * mean + (1 - inertia) * loss
        means.append(mean)
    return means


if __name__ == "__main__":
    main()
