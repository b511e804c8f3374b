"""A small network to see what batch normalisation does to training."""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from reference.batch_norm_layers import BatchNorm2d

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor

WIDTHS = (16, 32, 32)  # output channels of the convolutions; each halves height and width


class SmallCNN(nn.Module):
    """Three convolutions, each with ReLU and 2x2 pooling; means of the channels; one linear layer.

    `batch_norm` puts a batch normalisation between each convolution and its ReLU; nothing else
    differs but the bias of the convolutions, which it replaces. Images `(n, 3, h, w)` of any size
    from 8x8; logits `(n, num_classes)`.
    """

    def __init__(self, batch_norm: bool, num_classes: int = 10) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inputs, outputs in zip((3, *WIDTHS), WIDTHS, strict=False):
            layers += [nn.Conv2d(inputs, outputs, 3, padding=1, bias=not batch_norm)]
            layers += [BatchNorm2d(outputs)] if batch_norm else []
            layers += [nn.ReLU(), nn.MaxPool2d(2)]
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(WIDTHS[-1], num_classes)

    def forward(self, x: Float[Tensor, "n 3 h w"]) -> Float[Tensor, "n classes"]:
        """The logits of each image."""
        return self.classifier(self.features(x).mean(dim=(2, 3)))
