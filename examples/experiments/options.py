"""What every experiment can be told, and the images that follow from it."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import torch

from autograder.errors import AutograderError
from autograder.networks.data import Dataset, Splits, cifar10, shuffled, synthetic
from autograder.networks.data.cifar10 import ROOT
from autograder.networks.train import Samples, Scale

TEST_IMAGES = 1000
TEST_SEED = 1_000_000  # apart from every seed of training images


class Options(msgspec.Struct, frozen=True):
    """The command line, read."""

    epochs: int
    images: int  # to learn from
    seed: int
    device: str  # "cpu" or "cuda"
    out: Path
    data: Path | None = None  # None: CIFAR10_ROOT, else made here
    full: bool = False  # the course's networks at full width


class Material(msgspec.Struct, frozen=True, eq=False):
    """Images to learn from and others to be asked about."""

    name: str
    classes: tuple[str, ...]
    train: Samples
    test: Samples


def read(about: str, epochs: int, images: int, arguments: Sequence[str] | None = None) -> Options:
    """The options, these numbers by default: they end within a minute on one core."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--data", type=Path, metavar="DIR", help=f"CIFAR-10 (default: ${ROOT})")
    parser.add_argument("--epochs", type=_count, default=epochs, help="default: %(default)s")
    parser.add_argument("--images", type=_count, default=images, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="of images, weights and order")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--out", type=Path, metavar="DIR", default=Path("results/experiments"))
    parser.add_argument("--full", action="store_true", help="the course's full-width networks")
    given = parser.parse_args(arguments)
    if given.device == "cuda" and not torch.cuda.is_available():
        parser.error("--device cuda: there is no CUDA device")
    return Options(**vars(given))


def material(options: Options) -> Material:
    """The images; `SystemExit` with the reason where the place that was named holds none."""
    try:
        splits = _splits(options)
    except AutograderError as error:
        raise SystemExit(str(error)) from None
    n = min(options.images, len(splits.train.labels))
    train = shuffled(splits.train, options.seed, n)
    test = shuffled(splits.test, options.seed, min(TEST_IMAGES, max(n // 2, 1)))
    return Material(train.name, train.classes, _samples(train), _samples(test))


def _splits(options: Options) -> Splits:
    if options.data is not None or os.environ.get(ROOT):
        return cifar10(options.data)
    made = synthetic(options.images, options.seed)
    return Splits(made, synthetic(TEST_IMAGES, TEST_SEED + options.seed))


def _samples(dataset: Dataset) -> Samples:
    images, labels = torch.from_numpy(dataset.images), torch.from_numpy(dataset.labels)
    return Samples(images, labels, Scale(dataset.mean, dataset.std))


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is below 1")
    return number
