"""AlexNet: five convolutions and three fully connected layers, 62,378,344 parameters.

Source: Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural
networks" (2012), section 3.5 and figure 2; in one piece and without local response normalisation.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from reference.residual_blocks import require_positive

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor

CONVOLUTIONS = (  # in, out, kernel, stride, padding, pooled: 224 and 227 give the maps on the right
    (3, 96, 11, 4, 2, True),  # 55, pooled 27
    (96, 256, 5, 1, 2, True),  # 27, pooled 13
    (256, 384, 3, 1, 1, False),  # 13
    (384, 384, 3, 1, 1, False),  # 13
    (384, 256, 3, 1, 1, True),  # 13, pooled 6
)


class AlexNet(nn.Module):
    """Logits of images of 224x224 or 227x227; dropout before each of the two hidden layers.

    `ValueError` where num_classes is below 1.
    """

    def __init__(self, num_classes: int = 1000) -> None:
        super().__init__()
        require_positive(num_classes=num_classes)
        self.features = nn.Sequential(*convolutions())
        self.flatten = nn.Flatten()
        self.classifier = nn.Sequential(
            nn.Dropout(0.5),
            nn.Linear(256 * 6 * 6, 4096),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(4096, 4096),
            nn.ReLU(),
            nn.Linear(4096, num_classes),
        )

    def forward(self, x: Float[Tensor, "n 3 h w"]) -> Float[Tensor, "n classes"]:
        """The logits of each image."""
        return self.classifier(self.flatten(self.features(x)))


def convolutions() -> list[nn.Module]:
    """The layers of the table, in order."""
    layers: list[nn.Module] = []
    for c, out, kernel, stride, padding, pooled in CONVOLUTIONS:
        layers += [nn.Conv2d(c, out, kernel, stride, padding), nn.ReLU()]
        if pooled:
            layers.append(nn.MaxPool2d(kernel_size=3, stride=2))
    return layers
