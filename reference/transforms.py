"""What happens to a CIFAR-10 picture on its way into a network, pixel by pixel.

A picture is a PIL image of 32 x 32 RGB pixels; what comes out is a float32 tensor `(3, 32, 32)`.
Source of the augmentation: He, Zhang, Ren and Sun, "Deep residual learning for image recognition"
(2016), section 4.2.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from jaxtyping import Float, UInt8
    from PIL.Image import Image
    from torch import Tensor

SIZE, PADDING = 32, 4  # pixels
MEAN = (0.4914, 0.4822, 0.4465)  # of all training pixels, by channel, on the scale from 0 to 1
STD = (0.2470, 0.2435, 0.2616)  # of all training pixels, by channel


def train_transform() -> Callable[[Image], Float[Tensor, "3 32 32"]]:
    """Flip every second picture, move it by up to four pixels on black, normalise."""
    return lambda image: normalised(moved(flipped(_pixels(image))))


def test_transform() -> Callable[[Image], Float[Tensor, "3 32 32"]]:
    """Normalise, and nothing else: the same picture always gives the same tensor."""
    return lambda image: normalised(_pixels(image))


def flipped(pixels: UInt8[np.ndarray, "h w 3"]) -> UInt8[np.ndarray, "h w 3"]:
    """The pixels, left and right exchanged with probability 1/2."""
    return pixels[:, ::-1] if random.random() < 0.5 else pixels


def moved(pixels: UInt8[np.ndarray, "32 32 3"]) -> UInt8[np.ndarray, "32 32 3"]:
    """A window of 32 x 32, anywhere on the picture with four black pixels around it."""
    border = (PADDING, PADDING)
    padded = np.pad(pixels, (border, border, (0, 0)))
    row, column = random.randint(0, 2 * PADDING), random.randint(0, 2 * PADDING)
    return padded[row : row + SIZE, column : column + SIZE]


def normalised(
    pixels: UInt8[np.ndarray, "h w 3"],
    mean: tuple[float, float, float] = MEAN,
    std: tuple[float, float, float] = STD,
) -> Float[Tensor, "3 h w"]:
    """Pixels from 0 to 255 as (pixel / 255 - mean) / std, channels first."""
    scaled = torch.from_numpy(pixels.copy()).permute(2, 0, 1).float() / 255
    return (scaled - column(mean)) / column(std)


def restored(x: Float[Tensor, "n 3 h w"]) -> Float[Tensor, "n 3 h w"]:
    """Normalised images back on the scale from 0 to 1; rounding beyond it is cut off."""
    return (x * column(STD).to(x) + column(MEAN).to(x)).clamp(0, 1)


def column(values: tuple[float, float, float]) -> Float[Tensor, "3 1 1"]:
    """A number for each channel, shaped to meet an image."""
    return torch.tensor(values).reshape(3, 1, 1)


def _pixels(image: Image) -> UInt8[np.ndarray, "h w 3"]:
    return np.asarray(image)
