"""Images with labels, and the order in which a judge hands them out."""

import msgspec
import numpy as np


class Dataset(msgspec.Struct, frozen=True, eq=False):
    """Images and what they show. The labels of a test set never leave the judge."""

    name: str  # "CIFAR-10", "synthetic", or the file that it came from
    images: np.ndarray  # (n, 3, 32, 32) uint8
    labels: np.ndarray  # (n,) int64
    classes: tuple[str, ...]  # the name of each label
    mean: tuple[float, float, float]  # of the training pixels by channel, on the scale from 0 to 1
    std: tuple[float, float, float]


class Splits(msgspec.Struct, frozen=True, eq=False):
    """What to learn from, and what to be asked about."""

    train: Dataset
    test: Dataset


def shuffled(dataset: Dataset, seed: int, n: int | None = None) -> Dataset:
    """`n` samples (all by default) in an order that only the seed tells.

    Files have their own order, and it tells labels: a judge shuffles before it sends anything.
    """
    available = len(dataset.labels)
    n = available if n is None else n
    if not 0 < n <= available:
        raise ValueError(f"{n} samples were asked for; {dataset.name} has {available}")
    order = np.random.default_rng(seed).permutation(available)[:n]
    images, labels = dataset.images[order], dataset.labels[order]
    return msgspec.structs.replace(dataset, images=images, labels=labels)
