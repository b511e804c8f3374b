"""CIFAR10Net: six convolutions with batch normalisation, global average pooling, one linear layer.

Source: the course's own; its parts from Simonyan and Zisserman (2015; 3x3 convolutions), Ioffe and
Szegedy (2015; batch normalisation), Lin, Chen and Yan (2013; global average pooling).
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from reference.residual_blocks import require_positive

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor

CONVOLUTIONS = (  # in, out, pooled: 3x32x32 images give the sizes on the right
    (3, 64, True),  # 64x32x32, pooled 16
    (64, 128, True),  # 128x16x16, pooled 8
    (128, 256, False),  # 256x8x8
    (256, 256, True),  # 256x8x8, pooled 4
    (256, 512, False),  # 512x4x4
    (512, 512, False),  # 512x4x4
)


class CIFAR10Net(nn.Module):
    """Logits of images with 3 channels and sides of 8 pixels or more; 4,507,722 parameters.

    `ValueError` where num_classes is below 1.
    """

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        require_positive(num_classes=num_classes)
        self.features = nn.Sequential(*convolutions())
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(512, num_classes)

    def forward(self, x: Float[Tensor, "n 3 h w"]) -> Float[Tensor, "n classes"]:
        """The logits of each image."""
        means = self.pool(self.features(x)).flatten(1)  # (n, 512)
        return self.fc(self.dropout(means))


def convolutions() -> list[nn.Module]:
    """The layers of the table, in order."""
    layers: list[nn.Module] = []
    for c, out, pooled in CONVOLUTIONS:
        layers += [nn.Conv2d(c, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU()]
        if pooled:
            layers.append(nn.MaxPool2d(2))
    return layers
