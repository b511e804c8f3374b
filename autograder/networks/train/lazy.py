"""Lazy layers, such as `nn.LazyLinear`: their sizes are known after a forward pass, and not before."""

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def fill_lazy(net: nn.Module, shape: Sequence[int]) -> None:
    """Give lazy layers their sizes and weights, by zeros of this shape; other networks are left alone.

    The modes of all layers stay, and so do running statistics.
    """
    lazy = next((tensor for tensor in [*net.parameters(), *net.buffers()] if is_lazy(tensor)), None)
    if lazy is None:
        return
    modes = {layer: layer.training for layer in net.modules()}
    try:
        with torch.no_grad():
            net.eval()(torch.zeros(tuple(shape), dtype=lazy.dtype, device=lazy.device))
    finally:
        for layer, training in modes.items():
            layer.training = training
