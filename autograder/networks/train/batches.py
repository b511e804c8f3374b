"""Batches out of tensors: the order of all samples, augmentation and normalisation, many at a time.

The images stay `uint8` on the device. What is random is drawn before the
first step from a generator of its own: nothing that the network draws changes it.
"""

from collections.abc import Iterator

import msgspec
import torch
from torch import Tensor

from autograder.networks.train.recipe import Recipe

TOGETHER = 256  # images prepared at once: few enough to stay in a processor's cache
GREY = 128  # what lies around an image


class Scale(msgspec.Struct, frozen=True):
    """What turns pixels from 0 to 255 into a network's input: (pixel / 255 - mean) / std."""

    mean: tuple[float, ...]  # of each channel
    std: tuple[float, ...]


class Samples(msgspec.Struct, frozen=True, eq=False):
    """What a network learns from."""

    images: Tensor  # (n, c, h, w) uint8
    labels: Tensor  # (n,) int64
    scale: Scale


class Draws(msgspec.Struct, frozen=True, eq=False):
    """All that is random in the batches of one training: an entry for each sample in turn."""

    order: Tensor  # (samples,) which image
    flipped: Tensor  # (samples,) bool
    offsets: Tensor  # (samples, 2) pixels down and right, 0 to 2 * shift


def draw(recipe: Recipe, n: int) -> Draws:
    """The draws for `n` images; every image comes once before any comes again."""
    generator = torch.Generator().manual_seed(recipe.seed)
    samples = recipe.steps * recipe.batch
    epochs = -(-samples // n)
    order = torch.cat([torch.randperm(n, generator=generator) for _ in range(epochs)])[:samples]
    flipped = torch.rand(samples, generator=generator) < (0.5 if recipe.flips else 0.0)
    offsets = torch.randint(2 * recipe.shift + 1, (samples, 2), generator=generator)
    return Draws(order, flipped, offsets)


def batches(
    samples: Samples, recipe: Recipe, memory_format: torch.memory_format = torch.contiguous_format
) -> Iterator[tuple[Tensor, Tensor]]:
    """The input `(batch, c, h, w)` and the labels `(batch,)` of each step, on the recipe's device."""
    draws = draw(recipe, len(samples.images))
    tensors = samples.images, samples.labels, draws.order, draws.flipped, draws.offsets
    on_device = (tensor.to(recipe.device, non_blocking=True) for tensor in tensors)
    images, labels, order, flipped, offsets = on_device
    length = max(TOGETHER // recipe.batch, 1) * recipe.batch
    for start in range(0, len(order), length):
        chunk = slice(start, start + length)
        chosen = images.index_select(0, order[chunk])
        if recipe.flips:
            chosen = mirrored(chosen, flipped[chunk])
        if recipe.shift:
            chosen = shifted(chosen, offsets[chunk], recipe.shift)
        x = normalised(chosen, samples.scale, memory_format)
        yield from zip(x.split(recipe.batch), labels[order[chunk]].split(recipe.batch), strict=True)


def normalised(
    images: Tensor, scale: Scale, memory_format: torch.memory_format = torch.contiguous_format
) -> Tensor:
    """Images `(n, c, h, w)` as a network's input, float32 of the same shape."""
    channels_last = memory_format == torch.channels_last
    lying = images.permute(0, 2, 3, 1) if channels_last else images  # as the result lies in memory
    planes = _planes(scale, images)
    factor, offset = (planes.permute(0, 2, 3, 1) if channels_last else planes).flatten(1)
    x = (lying.flatten(1) * factor).add_(offset).view(lying.shape)
    return x.permute(0, 3, 1, 2) if channels_last else x


def mirrored(images: Tensor, flipped: Tensor) -> Tensor:
    """The images, left and right exchanged where `flipped` (a bool each) is true; in place."""
    places = flipped.nonzero().squeeze(1)
    return images.index_copy_(0, places, images.index_select(0, places).flip(3))


def shifted(images: Tensor, offsets: Tensor, shift: int) -> Tensor:
    """Each image cut out of itself with a grey border of `shift` pixels, at its own place."""
    _, _, h, w = images.shape
    padded = torch.nn.functional.pad(images, (shift,) * 4, value=GREY)
    windows = padded.unfold(2, h, 1).unfold(3, w, 1)  # (n, c, down, right, h, w), nothing copied
    indices = torch.arange(len(images), device=images.device)
    return windows[indices, :, offsets[:, 0], offsets[:, 1]]


def _planes(scale: Scale, images: Tensor) -> Tensor:
    """A factor and an offset for each byte of an image `(2, c, h, w)`: no loop is as short as c."""
    mean, std = torch.tensor(scale.mean), torch.tensor(scale.std)
    planes = torch.stack([1 / (255 * std), -mean / std])[:, :, None, None]
    return planes.to(images.device).expand(2, *images.shape[1:])
