"""How much gradient reaches each block of a deep stack, with shortcuts and without.

Source: He, Zhang, Ren and Sun, "Identity mappings in deep residual networks" (2016), section 2.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from reference.residual_blocks import PlainBlock, ResidualBlock, require_positive

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor

KINDS = {"plain": PlainBlock, "residual": ResidualBlock}


def gradient_norms(blocks: nn.Sequential, x: Float[Tensor, "n c h w"]) -> list[float]:
    """The norm of the gradient of each block's first convolution, after `blocks(x).sum()`.

    One number a block, in the order of the blocks. Gradients start from zero.
    """
    blocks.zero_grad()
    blocks(x).sum().backward()
    return [gradient_norm(first_convolution(block)) for block in blocks]


def compare_gradient_flow(depth: int, channels: int = 16, seed: int = 0) -> dict[str, list[float]]:
    """The gradient norms of `depth` plain and of `depth` residual blocks, on the same input.

    Weights and input are drawn from the seed: equal seeds, equal answers. The caller's own random
    numbers go on as if nothing had been drawn. `ValueError` where depth or channels is below 1.
    """
    require_positive(depth=depth, channels=channels)
    with torch.random.fork_rng(devices=[]):
        return {kind: _norms_from_seed(KINDS[kind], depth, channels, seed) for kind in KINDS}


def _norms_from_seed(block: type[nn.Module], depth: int, channels: int, seed: int) -> list[float]:
    torch.manual_seed(seed)
    x = torch.randn(4, channels, 8, 8)
    return gradient_norms(nn.Sequential(*(block(channels, channels) for _ in range(depth))), x)


def first_convolution(block: nn.Module) -> nn.Conv2d:
    """The block's first convolution in order of registration; `ValueError` where it has none."""
    convolutions = (layer for layer in block.modules() if isinstance(layer, nn.Conv2d))
    convolution = next(convolutions, None)
    if convolution is None:
        raise ValueError(f"blocks holds {type(block).__name__}; each block needs a convolution")
    return convolution


def gradient_norm(layer: nn.Conv2d) -> float:
    """The length of the gradient of the layer's weight, all its numbers in one vector."""
    gradient = layer.weight.grad
    assert gradient is not None, "backward has reached every block"
    return gradient.norm().item()
