"""Inputs of the hidden tests: seeded and small; channels differ in level and in spread.

Values are float32, the dtype a hand-in's own tensors have by default: whoever forgets the dtype
loses the test on dtypes (`DTYPES`), not all of them.
"""

import pytest
import torch
from torch import Tensor

DTYPES = (torch.float32, torch.float64)  # each must stay as it is
LEVELS, SPREADS = (1.0, -4.0, 2.0, 0.5), (1.0, 10.0, 0.2, 3.0)


def noise(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float32) -> Tensor:
    """Normal values without any pattern; the same for the same shape and seed."""
    generator = torch.Generator().manual_seed(1000 * seed + sum(shape))
    return torch.randn(shape, generator=generator, dtype=torch.float64).to(dtype)


def images(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float32) -> Tensor:
    """Channel 0 around 1, channel 1 around -4 and ten times as spread, and so on."""
    c = shape[1]
    level, spread = (torch.tensor(v[:c]).reshape(1, c, 1, 1) for v in (LEVELS, SPREADS))
    return (noise(*shape, seed=seed, dtype=torch.float64) * spread + level).to(dtype)


def scales(c: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """A gamma: one value for each channel, none of them 1, one negative."""
    return torch.tensor([2.0, -0.5, 3.0, 0.25][:c], dtype=dtype)


def shifts(c: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """A beta: one value for each channel, none of them 0."""
    return torch.tensor([0.5, -1.0, 4.0, 2.0][:c], dtype=dtype)


def identity(c: int) -> tuple[Tensor, Tensor]:
    """The gamma and beta that change nothing."""
    return torch.ones(c), torch.zeros(c)


IMAGES = pytest.param((3, 3, 4, 5), id="images")
WIDE = pytest.param((2, 4, 2, 9), id="wide")
EIGHT_VALUES = pytest.param((2, 3, 2, 2), id="eight_values")
ONE_IMAGE = pytest.param((1, 3, 4, 3), id="one_image")
ONE_ROW = pytest.param((1, 4, 1, 6), id="one_row_of_one_image")
ONE_CHANNEL = pytest.param((3, 1, 5, 2), id="one_channel")
ONE_PIXEL = pytest.param((6, 3, 1, 1), id="one_pixel")
