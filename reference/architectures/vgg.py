"""VGG-16 and VGG-19: five blocks of 3x3 convolutions, each halved by a pooling, then three layers.

Source: Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition"
(2015), table 1, columns D and E.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from reference.residual_blocks import require_positive

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor

#         in, out, convolutions: 3x224x224 images give 112, 56, 28, 14, 7
VGG16_BLOCKS = ((3, 64, 2), (64, 128, 2), (128, 256, 3), (256, 512, 3), (512, 512, 3))
VGG19_BLOCKS = ((3, 64, 2), (64, 128, 2), (128, 256, 4), (256, 512, 4), (512, 512, 4))


class VGGBlock(nn.Sequential):
    """`num_convs` times a 3x3 convolution with padding 1 and ReLU, then 2x2 max pooling.

    `ValueError` where one of the three numbers is below 1.
    """

    def __init__(self, in_channels: int, out_channels: int, num_convs: int) -> None:
        require_positive(in_channels=in_channels, out_channels=out_channels, num_convs=num_convs)
        layers: list[nn.Module] = []
        for i in range(num_convs):
            c = in_channels if i == 0 else out_channels
            layers += [nn.Conv2d(c, out_channels, kernel_size=3, padding=1), nn.ReLU()]
        super().__init__(*layers, nn.MaxPool2d(2))


class VGG(nn.Module):
    """Logits of images of 224x224 through the given blocks.

    `ValueError` where num_classes is below 1.
    """

    def __init__(self, blocks: tuple[tuple[int, int, int], ...], num_classes: int) -> None:
        super().__init__()
        require_positive(num_classes=num_classes)
        self.features = nn.Sequential(*(VGGBlock(*row) for row in blocks))
        self.flatten = nn.Flatten()
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(4096, 4096),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(4096, num_classes),
        )

    def forward(self, x: Float[Tensor, "n 3 224 224"]) -> Float[Tensor, "n classes"]:
        """The logits of each image."""
        return self.classifier(self.flatten(self.features(x)))


class VGG16(VGG):
    """13 convolutions and 3 fully connected layers, 138,357,544 parameters."""

    def __init__(self, num_classes: int = 1000) -> None:
        super().__init__(VGG16_BLOCKS, num_classes)


class VGG19(VGG):
    """16 convolutions and 3 fully connected layers, 143,667,240 parameters."""

    def __init__(self, num_classes: int = 1000) -> None:
        super().__init__(VGG19_BLOCKS, num_classes)
