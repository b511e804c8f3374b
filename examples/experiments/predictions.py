"""What a trained network says of images it has not seen: a grid, and the accuracy of each class.

python -m examples.experiments.predictions
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import torch
from matplotlib.figure import Figure
from torch import Tensor

from autograder.networks.train import predict
from examples.experiments.figures import COLOURS, Column, describe, save, tell
from examples.experiments.networks import cifar10net
from examples.experiments.options import Material, Options, material, read
from examples.experiments.training import followed, recipe_of, trained

NAME = "predictions"
ROWS, ACROSS = 4, 8
COLUMNS = (
    Column("true", "class"),
    Column("images", "test images"),
    Column("accuracy", "accuracy", "{:.1%}"),
    Column("taken_for", "mostly taken for"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, print, save."""
    options = read(__doc__ or "", epochs=6, images=4000, arguments=arguments)
    images = material(options)
    torch.manual_seed(options.seed)
    net = cifar10net(options.full)
    with followed(NAME, options.epochs) as about:
        run = trained(NAME, net, images, options, about("training"))
    recipe = recipe_of(options, len(images.train.labels))
    logits = predict(net, images.test.images, images.test.scale, recipe, torch.channels_last)
    tell(NAME, COLUMNS, by_class(logits.argmax(dim=1), images), options, images, run)
    save(drawn(logits, options, images), NAME, options)


def by_class(said: Tensor, images: Material) -> list[dict[str, Any]]:
    """One row for each class that the test images have."""
    rows = []
    for label, name in enumerate(images.classes):
        answers = said[images.test.labels == label].tolist()
        wrong = Counter(answer for answer in answers if answer != label).most_common(1)
        if answers:
            right = sum(answer == label for answer in answers) / len(answers)
            taken_for = images.classes[wrong[0][0]] if wrong else "-"
            row = {"true": name, "images": len(answers), "accuracy": right, "taken_for": taken_for}
            rows.append(row)
    return rows


def drawn(logits: Tensor, options: Options, images: Material) -> Figure:
    """The first test images, each under what it is, what was said, and how surely."""
    figure = Figure(figsize=(1.5 * ACROSS, 1.95 * ROWS), layout="constrained")
    right = float((logits.argmax(dim=1) == images.test.labels).float().mean())
    figure.suptitle(f"{right:.1%} of new images right\n{describe(options, images)}", fontsize=11)
    sure, said = logits.softmax(dim=1).max(dim=1)
    for axes, image, label, answer, share in zip(
        figure.subplots(ROWS, ACROSS).flat,
        images.test.images,
        images.test.labels.tolist(),
        said.tolist(),
        sure.tolist(),
        strict=False,
    ):
        axes.imshow(image.permute(1, 2, 0).numpy())
        sign, colour = ("✓", COLOURS[0]) if label == answer else ("✗", COLOURS[1])
        words = f"{images.classes[label]}\n{sign} {images.classes[answer]} {share:.0%}"
        axes.set_title(words, fontsize=8, color=colour)
    for axes in figure.axes:
        axes.axis("off")
    note = "above: what it is; below: what the network says, and how surely"
    figure.supxlabel(note, fontsize=9)
    return figure


if __name__ == "__main__":
    main()
