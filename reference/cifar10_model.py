"""A network for CIFAR-10 that is small enough for a processor and good enough to be worth training.

Source of the pattern, pairs of 3x3 convolutions between poolings: Simonyan and Zisserman, "Very deep
convolutional networks for large-scale image recognition" (2014), section 2; of the head: Lin, Chen
and Yan, "Network in network" (2013), section 3.2.
"""

from itertools import pairwise

from torch import nn

STAGES = ((32, 32), (64, 64), (128, 128))  # channels of the convolutions between two poolings


def build_model(num_classes: int = 10) -> nn.Sequential:
    """`(n, 3, 32, 32)` to logits `(n, num_classes)`; 288,746 parameters for ten classes.

    `ValueError` when num_classes is below 1.
    """
    if num_classes < 1:
        raise ValueError(f"num_classes is {num_classes}; it must be at least 1")
    layers: list[nn.Module] = []
    channels = 3
    for stage in STAGES:
        for in_channels, out_channels in pairwise((channels, *stage)):
            layers += _convolution(in_channels, out_channels)
        layers.append(nn.MaxPool2d(2))
        channels = stage[-1]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes)]
    return nn.Sequential(*layers, *head)


def _convolution(in_channels: int, out_channels: int) -> list[nn.Module]:
    convolution = nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1, bias=False)
    return [convolution, nn.BatchNorm2d(out_channels), nn.ReLU()]
