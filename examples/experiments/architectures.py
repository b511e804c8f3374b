"""Three architectures trained alike: parameters, seconds per epoch, accuracy, epochs to converge.

python -m examples.experiments.architectures
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
from examples.experiments.networks import three
from examples.experiments.options import Material, Options, material, read
from examples.experiments.training import Run, followed, trained

NAME = "architectures"
NEAR = 0.01  # an epoch has converged where its accuracy is as near to the best epoch's
COLUMNS = (
    Column("network", "network"),
    Column("parameters", "parameters", "{:,}"),
    Column("seconds_per_epoch", "seconds per epoch", "{:.2f}"),
    Column("test_accuracy", "test accuracy", "{:.1%}"),
    Column("epochs_to_converge", "epochs to converge"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, print, save."""
    options = read(__doc__ or "", epochs=6, images=2000, arguments=arguments)
    images = material(options)
    makes = three(options.full)
    runs: list[Run] = []
    with followed(NAME, len(makes) * options.epochs) as about:
        for name, make in makes.items():
            torch.manual_seed(options.seed)
            runs.append(trained(name, make(), images, options, about(name)))
    tell(NAME, COLUMNS, [row(run) for run in runs], options, images, runs)
    save(drawn(runs, options, images), NAME, options)


def row(run: Run) -> dict[str, Any]:
    """A network's figures; the accuracy is that after the last epoch, chosen by nobody."""
    accuracies = [epoch.test_accuracy for epoch in run.epochs]
    near = [accuracy >= max(accuracies) - NEAR for accuracy in accuracies]
    return {
        "network": run.name,
        "parameters": run.parameters,
        "seconds_per_epoch": sum(epoch.seconds for epoch in run.epochs) / len(run.epochs),
        "test_accuracy": accuracies[-1],
        "epochs_to_converge": near.index(True) + 1,
    }


def drawn(runs: Sequence[Run], options: Options, images: Material) -> Any:
    """Accuracy over epochs, over seconds, and what the parameters bring."""
    figure, panels = picture(
        f"Three architectures\n{describe(options, images)}", panels=3, width=4.4
    )
    epochs = range(1, options.epochs + 1)
    for run, colour, marker in zip(runs, COLOURS, MARKERS, strict=False):
        accuracies = [100 * epoch.test_accuracy for epoch in run.epochs]
        seconds = [sum(e.seconds for e in run.epochs[: i + 1]) for i in range(len(run.epochs))]
        style: dict[str, Any] = {"color": colour, "marker": marker, "markersize": 5}
        panels[0].plot(epochs, accuracies, **style, label=run.name)
        panels[1].plot(seconds, accuracies, **style)
        panels[2].plot(run.parameters, accuracies[-1], **{**style, "markersize": 10})
        panels[2].annotate(f"{run.parameters:,}", (run.parameters, accuracies[-1]), xytext=(0, -9),
                           textcoords="offset points", ha="center", va="top", fontsize=9)  # fmt: skip
    whole_epochs(panels[0], options.epochs)
    panels[1].set(xlabel="seconds of training")
    panels[2].set(xlabel="parameters", xlim=(0, 1.2 * max(run.parameters for run in runs)))
    panels[2].xaxis.set_major_formatter("{x:,.0f}")
    panels[2].locator_params(axis="x", nbins=4)
    for axes in panels:
        percent(axes, len(images.classes))
    figure.legend(loc="outside lower center", ncols=len(runs), frameon=False)
    return figure


if __name__ == "__main__":
    main()
