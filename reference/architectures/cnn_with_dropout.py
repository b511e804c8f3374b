"""A convolutional network with dropout behind both hidden linear layers, for images of 3x32x32.

Source: dropout before the last layers as in Krizhevsky, Sutskever and Hinton, "ImageNet
classification with deep convolutional neural networks" (2012), section 4.2.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import dropout, max_pool2d, relu

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor


class CNNWithDropout(nn.Module):
    """Two convolutions, each with ReLU and pooling; three linear layers, dropout between them.

    4,404,362 parameters at 10 classes. Logits come out, no probabilities.
    """

    def __init__(self, num_classes: int = 10, p: float = 0.5) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 3, padding=1)
        self.conv2 = nn.Conv2d(64, 128, 3, padding=1)
        self.fc1 = nn.Linear(128 * 8 * 8, 512)
        self.fc2 = nn.Linear(512, 256)
        self.fc3 = nn.Linear(256, num_classes)
        self.p = p

    def forward(self, x: Float[Tensor, "n 3 32 32"]) -> Float[Tensor, "n classes"]:
        """The logits of each image."""
        out = max_pool2d(relu(self.conv1(x)), 2)  # (n, 64, 16, 16)
        out = max_pool2d(relu(self.conv2(out)), 2)  # (n, 128, 8, 8)
        out = out.flatten(1)  # (n, 8192)
        out = dropout(relu(self.fc1(out)), self.p, self.training)  # (n, 512)
        out = dropout(relu(self.fc2(out)), self.p, self.training)  # (n, 256)
        return self.fc3(out)  # (n, num_classes)
