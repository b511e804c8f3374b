"""LeNet-5: two convolutions, two average poolings, three fully connected layers.

Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition"
(1998), section II-B and figure 2; without padding, with plain average pooling and a linear output.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from reference.residual_blocks import require_positive

if TYPE_CHECKING:
    from collections.abc import Callable

    from jaxtyping import Float
    from torch import Tensor


class LeNet5(nn.Module):
    """Logits of square images of `image_size` pixels; 44,426 parameters on 1x28x28.

    The activation follows each convolution, before its pooling, and each hidden linear layer.
    `ValueError` where num_classes or in_channels is below 1, or image_size below 16.
    """

    def __init__(
        self,
        num_classes: int = 10,
        in_channels: int = 1,
        image_size: int = 28,
        activation: Callable[[], nn.Module] = nn.Tanh,
    ) -> None:
        super().__init__()
        require_positive(num_classes=num_classes, in_channels=in_channels)
        if image_size < 16:
            raise ValueError(f"image_size is {image_size}; it must be at least 16")
        side = ((image_size - 4) // 2 - 4) // 2  # 4 for 28, 5 for 32
        self.features = nn.Sequential(
            nn.Conv2d(in_channels, 6, kernel_size=5),  # 6x24x24
            activation(),
            nn.AvgPool2d(2),  # 6x12x12
            nn.Conv2d(6, 16, kernel_size=5),  # 16x8x8
            activation(),
            nn.AvgPool2d(2),  # 16x4x4
        )
        self.flatten = nn.Flatten()
        self.classifier = nn.Sequential(
            nn.Linear(16 * side * side, 120),
            activation(),
            nn.Linear(120, 84),
            activation(),
            nn.Linear(84, num_classes),
        )

    def forward(self, x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n classes"]:
        """The logits of each image."""
        return self.classifier(self.flatten(self.features(x)))
