"""A small stand-in for CIFAR-10 that needs no download: ten shapes on coloured, noisy ground.

`Shapes` is used as `torchvision.datasets.CIFAR10` is: item i is a PIL picture of 32 x 32 pixels, or
what the transform makes of it, and the number of its class. It is given to you; leave it as it is.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image
from torch.utils.data import Dataset

NAMES = (
    "disc", "ring", "square", "frame", "triangle", "cross", "bar", "moon", "diamond", "grid",
)  # fmt: skip


class Shapes(Dataset):
    """`count` pictures, as many of each class as of any other; the same for the same seed."""

    def __init__(self, count: int, seed: int = 0, transform: Callable | None = None) -> None:
        generator = np.random.default_rng(seed)
        self.targets = (generator.permutation(count) % len(NAMES)).tolist()
        self.data = np.stack([_draw(label, generator) for label in self.targets])
        self.transform = transform

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index: int) -> tuple:
        picture = Image.fromarray(self.data[index])
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.targets[index]


def _draw(label: int, generator: np.random.Generator) -> np.ndarray:
    """Pixels `(32, 32, 3)`, uint8: a shape of some size, place, angle and colour."""
    angle, size = generator.uniform(-0.5, 0.5), generator.uniform(7, 11)
    middle = 15.5 + generator.uniform(-4, 4, size=2)
    down, across = (np.mgrid[:32, :32] - middle.reshape(2, 1, 1)) / size
    u = across * np.cos(angle) + down * np.sin(angle)
    v = down * np.cos(angle) - across * np.sin(angle)
    ground, colour = generator.uniform(0, 0.45, size=3), generator.uniform(0.55, 1, size=3)
    slope = generator.uniform(-0.012, 0.012, size=2)
    light = slope[0] * (np.mgrid[:32, :32][0] - 16) + slope[1] * (np.mgrid[:32, :32][1] - 16)
    pixels = np.where(_inside(label, u, v)[..., None], colour, ground) + light[..., None]
    pixels = pixels + generator.normal(0, 0.06, size=(32, 32, 3))
    return (pixels.clip(0, 1) * 255).round().astype(np.uint8)


def _inside(label: int, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Which pixels belong to the shape; u and v reach from -1 to 1 inside it."""
    radius, box = np.hypot(u, v), np.maximum(np.abs(u), np.abs(v))
    inside = {
        "disc": radius < 0.9,
        "ring": (radius < 1) & (radius > 0.6),
        "square": box < 0.8,
        "frame": (box < 0.95) & (box > 0.6),
        "triangle": (v < 0.7) & (v > 1.9 * np.abs(u) - 0.95),
        "cross": (box < 1) & (np.minimum(np.abs(u), np.abs(v)) < 0.28),
        "bar": (np.abs(u) < 1.1) & (np.abs(v) < 0.32),
        "moon": (radius < 1) & (np.hypot(u - 0.55, v) > 0.8),
        "diamond": np.abs(u) + np.abs(v) < 1,
        "grid": (box < 1) & (np.sin(7 * u) * np.sin(7 * v) > 0),
    }
    return inside[NAMES[label]]
