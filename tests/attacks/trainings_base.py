"""The honest part of a hand-in for the accuracy question: a network that cannot see signs.

Every attack of `trainings/` is appended to this text. What it earns above this network is stolen.
"""

import torch
from torch import nn

LOOT = []


class Linear(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        if num_classes < 1:
            raise ValueError("num_classes must be at least 1")
        self.fc = nn.Linear(3 * 32 * 32, num_classes)

    def forward(self, x):
        return self.fc(x.flatten(1))


def build_model(num_classes=10):
    return Linear(num_classes)
