"""How the grader trains a network: a record of plain numbers, and what follows from it.

A number of samples ends a training, never a clock, so that a slow machine gives the same grade. A
recipe may bound the operations instead: a small network then learns from more samples than a large one
in about the same time.
"""

import math
from typing import Literal

import msgspec

WARM_UP = 0.3  # of all steps, until the learning rate is at its highest
FIRST, LAST = 1 / 25, 1 / 250_000  # of the highest learning rate


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One training with Adam on cross-entropy; `ValueError` where a number makes no sense.

    `bf16` means bfloat16 where the device computes in it natively, and float32 where it does not:
    emulated it is slower than float32 and gives other accuracies.
    """

    samples: int  # that pass through the network in training, epoch after epoch
    least: int = 0  # samples in any case, where `gigaflops` would allow fewer
    gigaflops: float = 0.0  # bound of all forward and backward passes together; 0: none
    batch: int = 32
    classes: int = 10  # logits per image
    learning_rate: float = 2e-3  # the highest
    schedule: Literal["one_cycle", "constant"] = "one_cycle"
    weight_decay: float = 1e-4  # added to the gradient, as in Adam's own paper
    flips: bool = True  # left and right exchanged in every second image
    shift: int = 0  # pixels by which images move at most, each way, on a grey ground
    precision: Literal["float32", "bf16"] = "float32"
    device: Literal["cpu", "cuda"] = "cpu"
    seed: int = 0  # of weights, order, augmentation and dropout

    def __post_init__(self) -> None:
        if self.batch < 1 or self.samples < self.batch:
            raise ValueError(f"samples={self.samples}, batch={self.batch}: that is no step")
        if not 0 <= self.least <= self.samples or not 0 <= self.gigaflops < math.inf:
            raise ValueError("least must lie between 0 and samples, gigaflops must not be negative")
        if self.classes < 2:
            raise ValueError(f"classes is {self.classes}; it must be at least 2")
        if not 0 < self.learning_rate < math.inf or not 0 <= self.weight_decay < math.inf:
            raise ValueError("learning_rate must be above 0, weight_decay at least 0")
        if not 0 <= self.shift <= 16 or self.seed < 0:
            raise ValueError("shift must lie between 0 and 16, seed must not be negative")

    def affordable(self, flops: int) -> "Recipe":
        """This recipe for a network that needs so many operations to learn from one sample."""
        if not self.gigaflops or not flops:
            return self
        samples = min(self.samples, max(self.least, int(self.gigaflops * 1e9 / flops)))
        return msgspec.structs.replace(self, samples=max(samples, self.batch))

    @property
    def steps(self) -> int:
        """The number of optimiser steps; each sees a full batch."""
        return self.samples // self.batch


def learning_rates(recipe: Recipe) -> list[float]:
    """The learning rate of each step.

    One cycle: half a cosine up, another one down to almost nothing. Source: Smith and Topin,
    "Super-convergence: very fast training of neural networks using large learning rates" (2019).
    """
    highest, steps = recipe.learning_rate, recipe.steps
    if recipe.schedule == "constant":
        return [highest] * steps
    top = max(1, round(WARM_UP * steps))
    up = [_cosine(FIRST, 1.0, step / top) for step in range(top)]
    down = [_cosine(1.0, LAST, step / max(1, steps - top - 1)) for step in range(steps - top)]
    return [highest * factor for factor in up + down]


def _cosine(start: float, end: float, fraction: float) -> float:
    """From `start` (fraction 0) to `end` (fraction 1), level at both."""
    return end + (start - end) * (1 + math.cos(math.pi * fraction)) / 2
