"""Pictures of ten signs, made here and now: what CIFAR-10 is for, without a file or a network.

A sign is drawn with thick strokes, in any colour, lighter or darker than what lies behind it, turned
a little, mirrored, moved far, larger or smaller, over a ground with a pattern and loose strokes. No
pixel tells a sign, nor does a layer that knows places by heart: a linear model stays near 20 %, a
network without convolutions far below one with them. What learns must find strokes wherever they are
and see how they meet. Nine of ten signs are lighter than their ground, because a network whose activation is odd
(tanh) cannot ignore the sign of a contrast; colour tells a little, as it does in CIFAR-10.
"""

from itertools import pairwise

import numpy as np

from autograder.networks.data.dataset import Dataset

Points = tuple[tuple[float, float], ...]

SIGNS: dict[str, tuple[Points, ...]] = {  # lines through points, x to the right and y down
    "bar": (((-1, 0), (1, 0)),),
    "rails": (((-1, -0.6), (1, -0.6)), ((-1, 0.6), (1, 0.6))),
    "corner": (((-0.8, -0.9), (-0.8, 0.8), (0.9, 0.8)),),
    "tee": (((-0.9, -0.8), (0.9, -0.8)), ((0, -0.8), (0, 1))),
    "cross": (((-1, 0), (1, 0)), ((0, -1), (0, 1))),
    "arch": (((-0.75, 0.9), (-0.75, -0.8), (0.75, -0.8), (0.75, 0.9)),),
    "zigzag": (((-0.8, -0.8), (0.8, -0.8), (-0.8, 0.8), (0.8, 0.8)),),
    "triangle": (((0, -0.9), (0.95, 0.75), (-0.95, 0.75), (0, -0.9)),),
    "square": (((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8), (-0.8, -0.8)),),
    "comb": (((0.8, -0.9), (-0.8, -0.9), (-0.8, 0.9), (0.8, 0.9)), ((-0.8, 0), (0.6, 0))),
}
SIDE = 32
TOGETHER = 500  # pictures drawn at once: few enough to stay in a processor's cache
MEAN, STD = (0.525, 0.525, 0.525), (0.2, 0.2, 0.2)  # measured; the channels are drawn alike


def synthetic(n: int, seed: int) -> Dataset:
    """`n` pictures, as many of each sign as of any other (or one more); same arguments, same bytes.

    A test set is one with another seed.
    """
    draws = np.random.RandomState(seed)  # its numbers stay, a Generator's may change
    labels = draws.permutation(np.arange(n) % len(SIGNS))
    images = np.empty((n, 3, SIDE, SIDE), np.uint8)
    for start in range(0, n, TOGETHER):
        chunk = slice(start, start + TOGETHER)
        images[chunk] = _Pictures(draws, labels[chunk]).drawn()
    return Dataset("synthetic", images, labels, tuple(SIGNS), MEAN, STD)


class _Pictures:
    """Pictures in the making: `canvas` is `(m, 3, 32, 32)`, about 0 to 1."""

    def __init__(self, draws: np.random.RandomState, labels: np.ndarray) -> None:
        self.draws, self.labels, self.m = draws, labels, len(labels)
        self.ground = self._uniform(0.25, 0.75, 3, 1, 1)
        self.canvas = np.broadcast_to(self.ground, (self.m, 3, SIDE, SIDE)).copy()

    def drawn(self) -> np.ndarray:
        """The finished pictures as bytes."""
        self._pattern()
        self._loose_strokes()
        self._sign()
        self._noise()
        return np.clip(self.canvas * 255 + 0.5, 0, 255).astype(np.uint8)

    def _pattern(self) -> None:
        """A slope of light and waves in some direction."""
        x, y = self._plane(turn=np.pi, size=(1, 1), move=0)
        slope = self._uniform(-0.15, 0.15, 3, 1, 1)
        strength, speed = self._uniform(0, 0.1, 3, 1, 1), self._uniform(4, 14, 1, 1)
        waves = np.sin(speed * x + self._uniform(0, 6.3, 1, 1))
        self.canvas += slope * y[:, None] + strength * waves[:, None]

    def _loose_strokes(self) -> None:
        """Up to three short lines anywhere, so that a stroke alone tells nothing."""
        for _ in range(3):
            x, y = self._plane(turn=np.pi, size=(0.15, 0.3), move=0.9)
            mask = self._uniform(0, 1, 1, 1) < 0.5
            ink = _ink(_distance(x, y, (-1, 0), (1, 0)), self._uniform(0.2, 0.5, 1, 1), 4)
            self._paint(ink * mask, self._uniform(0, 1, 3, 1, 1))

    def _sign(self) -> None:
        x, y = self._plane(turn=0.45, size=(0.4, 0.6), move=0.5)
        x = x * np.where(self._uniform(0, 1, 1, 1) < 0.5, -1, 1).astype(np.float32)  # mirrored
        distance = np.empty_like(x)
        for label, lines in enumerate(SIGNS.values()):
            indices = np.flatnonzero(self.labels == label)
            distance[indices] = _to_lines(x[indices], y[indices], lines)
        sides = np.where(self._uniform(0, 1, 1, 1, 1) < 0.1, -1, 1).astype(np.float32)
        contrast = sides * self._uniform(0.2, 0.45, 1, 1, 1) + self._uniform(-0.15, 0.15, 3, 1, 1)
        ink = _ink(distance, self._uniform(0.14, 0.26, 1, 1), 10)
        self._paint(ink, self.ground + contrast + self._tint())

    def _tint(self) -> np.ndarray:
        """A shade of each sign's own, weaker than what its colour varies by."""
        angle = 2 * np.pi * (self.labels[:, None] / len(SIGNS) + np.arange(3) / 3)
        return 0.05 * np.cos(angle).astype(np.float32)[:, :, None, None]

    def _noise(self) -> None:
        strength = self._uniform(0.02, 0.06, 1, 1, 1)
        self.canvas += strength * self.draws.standard_normal(self.canvas.shape).astype(np.float32)

    def _plane(
        self, turn: float, size: tuple[float, float], move: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Coordinates `(m, 32, 32)` of every pixel as something turned, moved and sized sees them."""
        y, x = (np.mgrid[:SIDE, :SIDE].astype(np.float32) - 15.5) / 16
        angle, scale = self._uniform(-turn, turn, 1, 1), self._uniform(*size, 1, 1)
        narrow = self._uniform(0.85, 1.15, 1, 1)
        x, y = x - self._uniform(-move, move, 1, 1), y - self._uniform(-move, move, 1, 1)
        cos, sin = np.cos(angle), np.sin(angle)
        return (x * cos + y * sin) / (scale * narrow), (y * cos - x * sin) / scale * narrow

    def _paint(self, ink: np.ndarray, colour: np.ndarray) -> None:
        """Lay colour `(m, 3, 1, 1)` over the canvas where there is ink `(m, 32, 32)`, from 0 to 1."""
        self.canvas += ink[:, None] * (colour - self.canvas)

    def _uniform(self, low: float, high: float, *shape: int) -> np.ndarray:
        return self.draws.uniform(low, high, (self.m, *shape)).astype(np.float32)


def _ink(distance: np.ndarray, width: np.ndarray, sharpness: float) -> np.ndarray:
    """1 on a line of this half-width, 0 beside it, less and less between."""
    return np.clip(0.5 + sharpness * (width - distance), 0, 1)


def _to_lines(x: np.ndarray, y: np.ndarray, lines: tuple[Points, ...]) -> np.ndarray:
    """The distance of each point to the nearest of the lines."""
    segments = [segment for line in lines for segment in pairwise(line)]
    return np.minimum.reduce([_distance(x, y, *segment) for segment in segments])


def _distance(
    x: np.ndarray, y: np.ndarray, start: tuple[float, float], end: tuple[float, float]
) -> np.ndarray:
    """The distance of each point to a straight piece of line."""
    along = np.float32(end[0] - start[0]), np.float32(end[1] - start[1])
    x, y = x - np.float32(start[0]), y - np.float32(start[1])
    fraction = np.clip((x * along[0] + y * along[1]) / (along[0] ** 2 + along[1] ** 2), 0, 1)
    return np.hypot(x - fraction * along[0], y - fraction * along[1])
