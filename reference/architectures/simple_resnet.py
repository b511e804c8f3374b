"""SimpleResNet: a small residual network for images of 32x32, with 2,777,674 parameters.

Source: after He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016),
section 4.2, with wider and fewer layers.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import relu

from reference.residual_blocks import conv3x3, make_layer, require_positive

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor


class SimpleResNet(nn.Module):
    """Stem, three layers of two residual blocks, global average pooling, one linear layer.

    Images have 3 channels and any size; logits come out, no probabilities. `ValueError` where
    num_classes is below 1.
    """

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        require_positive(num_classes=num_classes)
        self.conv1 = conv3x3(3, 64)
        self.bn1 = nn.BatchNorm2d(64)
        #                         in  out  blocks
        self.layer1 = make_layer(64, 64, 2, stride=1)
        self.layer2 = make_layer(64, 128, 2, stride=2)
        self.layer3 = make_layer(128, 256, 2, stride=2)
        self.fc = nn.Linear(256, num_classes)

    def forward(self, x: Float[Tensor, "n 3 h w"]) -> Float[Tensor, "n classes"]:
        """The logits of each image; the sizes on the right are those of 32x32 images."""
        out = relu(self.bn1(self.conv1(x)))  # (n, 64, 32, 32)
        out = self.layer1(out)  # (n, 64, 32, 32)
        out = self.layer2(out)  # (n, 128, 16, 16)
        out = self.layer3(out)  # (n, 256, 8, 8)
        return self.fc(out.mean(dim=(2, 3)))  # (n, 256) -> (n, num_classes)
