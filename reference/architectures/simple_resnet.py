"""SimpleResNet: a small residual network for images of 32x32, with 2,777,674 parameters.

Source: after He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016),
section 4.2, with wider layers.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from reference.residual_blocks import conv3x3, make_layer

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor

LAYERS = (  # in, out, blocks, stride: 3x32x32 images give the sizes on the right
    (64, 64, 2, 1),  # 64x32x32
    (64, 128, 2, 2),  # 128x16x16
    (128, 256, 2, 2),  # 256x8x8
)


class SimpleResNet(nn.Module):
    """Stem, three layers of two residual blocks, global average pooling, one linear layer.

    Images have 3 channels and any size; logits come out, no probabilities.
    """

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        self.stem = nn.Sequential(conv3x3(3, 64), nn.BatchNorm2d(64), nn.ReLU())
        self.layers = nn.Sequential(*(make_layer(*row) for row in LAYERS))
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(256, num_classes)

    def forward(self, x: Float[Tensor, "n 3 h w"]) -> Float[Tensor, "n classes"]:
        """The logits of each image."""
        features = self.layers(self.stem(x))  # (n, 256, h/4, w/4)
        return self.fc(self.pool(features).flatten(1))
