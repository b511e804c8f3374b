"""A convolution and a small network in NumPy: what a framework does, written out.

Images are `(n, c, h, w)`. Nothing changes its inputs; dtypes stay. A convolution here is what every
framework calls one: the kernel is not flipped.
Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 9.1, equation 9.6.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from reference.output_size import output_shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jaxtyping import Float

    Array = np.ndarray
    State = Mapping[str, Array] | Sequence[Array]


def conv2d(
    x: Float[Array, "n c h w"],
    weight: Float[Array, "o c kh kw"],
    bias: Float[Array, " o"],
    padding: int = 0,
) -> Float[Array, "n o oh ow"]:
    """Each filter's answer at each place, stride 1, with a border of `padding` zeros.

    `ValueError` when the channels differ, bias is not one number for each filter, padding is
    negative, or the filter does not fit.
    """
    if x.shape[1] != weight.shape[1]:
        channels, weight_channels = x.shape[1], weight.shape[1]
        raise ValueError(f"x has {channels} channels; the weight needs {weight_channels}")
    if bias.shape != weight.shape[:1]:
        raise ValueError(f"bias has shape {bias.shape}; it must be {weight.shape[:1]}")
    kh, kw = weight.shape[2:]
    oh, ow = output_shape(x.shape[2:], (kh, kw), 1, padding)
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    y = np.zeros((len(x), len(weight), oh, ow), dtype=x.dtype) + bias[:, None, None]
    for a in range(kh):
        for b in range(kw):
            # every window's cell (a, b) at once: (n, c, oh, ow) times (o, c) over c
            cells = padded[:, :, a : a + oh, b : b + ow]
            y += np.einsum("nchw,oc->nohw", cells, weight[:, :, a, b])
    return y


def relu(x: Array) -> Array:
    """Negative values become 0."""
    return np.maximum(x, 0)


def max_pool(x: Float[Array, "n c h w"]) -> Float[Array, "n c oh ow"]:
    """The largest value of each 2x2 window, side by side; h and w are even."""
    n, c, h, w = x.shape
    return x.reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(3, 5))


class SimpleCNN:
    """Three convolutions of 32, 64, 128 filters and two linear layers, for 3x32x32 images."""

    def __init__(self, weights: Sequence[Array]) -> None:
        if len(weights) != 10:
            raise ValueError(f"arrays holds {len(weights)} arrays; it must hold 10")
        self.layers = list(zip(weights[::2], weights[1::2], strict=True))

    @classmethod
    def from_state(cls, arrays: State) -> SimpleCNN:
        """The network with these arrays: weight and bias of each layer, in forward order."""
        return cls([*arrays.values()] if isinstance(arrays, Mapping) else [*arrays])

    def forward(self, x: Float[Array, "n 3 32 32"]) -> Float[Array, "n 10"]:
        """The logits of each image."""
        for weight, bias in self.layers[:3]:  # (n, 32, 16, 16), (n, 64, 8, 8), (n, 128, 4, 4)
            x = max_pool(relu(conv2d(x, weight, bias, padding=1)))
        (hidden, hidden_bias), (out, out_bias) = self.layers[3:]
        x = relu(x.reshape(len(x), -1) @ hidden.T + hidden_bias)  # (n, 256)
        return x @ out.T + out_bias
