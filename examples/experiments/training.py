"""One network trained epoch after epoch by the grader's trainer, and what is measured on the way."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import torch
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from torch import nn

from autograder.networks.train import Recipe, Samples, predict, train
from examples.experiments.options import Material, Options

BATCH = 32
WATCHED = 1000  # training images whose accuracy is followed
Advance = Callable[[], None]


class Epoch(msgspec.Struct, frozen=True):
    """What an epoch cost and brought; accuracies are fractions, in evaluation mode."""

    loss: float  # mean over the steps
    train_accuracy: float
    test_accuracy: float
    seconds: float  # of training alone


class Run(msgspec.Struct, frozen=True):
    """A network's epochs in order."""

    name: str
    parameters: int
    epochs: tuple[Epoch, ...]


def trained(
    name: str,
    net: nn.Module,
    material: Material,
    options: Options,
    advance: Advance,
    learning_rate: float = 2e-3,
    flips: bool = True,
) -> Run:
    """Train a network in place with Adam, which starts anew with each epoch."""
    net.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue] - torch's gap
    epochs = []
    for number in range(options.epochs):
        recipe = recipe_of(options, len(material.train.labels), number, learning_rate, flips)
        start = time.perf_counter()
        losses = train(net, material.train, recipe, torch.channels_last)
        seconds = time.perf_counter() - start
        on_train = accuracy(net, _first(material.train, WATCHED), recipe)
        on_test = accuracy(net, material.test, recipe)
        epochs.append(Epoch(float(losses.mean()), on_train, on_test, seconds))
        advance()
    return Run(name, sum(p.numel() for p in net.parameters()), tuple(epochs))


def recipe_of(
    options: Options, n: int, epoch: int = 0, learning_rate: float = 2e-3, flips: bool = True
) -> Recipe:
    """One epoch over n images, in an order of its own."""
    batch = min(BATCH, n)
    return Recipe(
        samples=n // batch * batch,
        batch=batch,
        learning_rate=learning_rate,
        schedule="constant",
        flips=flips,
        device="cuda" if options.device == "cuda" else "cpu",
        seed=1000 * options.seed + epoch,
    )


def accuracy(net: nn.Module, samples: Samples, recipe: Recipe) -> float:
    """The fraction of images that get their own class."""
    said = predict(net, samples.images, samples.scale, recipe, torch.channels_last).argmax(dim=1)
    return float((said == samples.labels).float().mean())


@contextmanager
def followed(what: str, total: int) -> Iterator[Callable[[str], Advance]]:
    """A progress bar over `total` epochs; call what comes with a name for the ones that follow."""
    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
    with Progress(*columns, transient=True) as bar:
        task: TaskID = bar.add_task(what, total=total)

        def about(name: str) -> Advance:
            bar.update(task, description=f"{what}: {name}")
            return lambda: bar.advance(task)

        yield about


def _first(samples: Samples, n: int) -> Samples:
    return Samples(samples.images[:n], samples.labels[:n], samples.scale)
