"""A right hand-in whose mask is float32 whatever x is, and whose layers are lazy and left so."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def checked(p):
    if not 0 <= p <= 1:
        raise ValueError("p must lie between 0 and 1")
    return p


def dropout(x, p=0.5, training=True, generator=None):
    checked(p)
    if not training:
        return x
    if p == 1:
        return torch.zeros_like(x)
    mask = (torch.rand(x.shape, generator=generator) >= p) / (1 - p)
    return x * mask


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = checked(p)

    def forward(self, x):
        return dropout(x, self.p, self.training)


def dropout_backward(grad_output, mask, p):
    if mask.shape != grad_output.shape:
        raise ValueError("mask must have the shape of grad_output")
    scale = torch.tensor(0.0 if checked(p) == 1 else 1 / (1 - p))  # float32
    return torch.where(mask != 0, grad_output * scale, torch.zeros_like(grad_output))


def CNNWithDropout(num_classes=10, p=0.5):  # noqa: N802 - a function that stands for a class
    layers = []
    for width in (64, 128):
        layers += [nn.LazyConv2d(width, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2)]
    layers.append(nn.Flatten())
    for width in (512, 256):
        layers += [nn.LazyLinear(width), nn.ReLU(), Dropout(p)]
    return nn.Sequential(*layers, nn.LazyLinear(num_classes))


def dropout_sweep(make_model, train, test, ps=(0.0, 0.3, 0.5, 0.7), epochs=5, seed=0):
    result = {}
    for p in np.array(ps):  # keys and accuracies are NumPy's floats
        torch.manual_seed(seed)
        model = make_model(p)
        optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
        for _ in range(epochs):
            model.train()
            for x, y in train:
                optimizer.zero_grad()
                F.cross_entropy(model(x), y).backward()
                optimizer.step()
        model.eval()
        accuracies = [accuracy(model, batches) for batches in (train, test)]
        names = "train_accuracy", "test_accuracy", "gap"
        result[p] = dict(zip(names, (*accuracies, -np.diff(accuracies)[0]), strict=True))
    return result


def accuracy(model, batches):
    with torch.inference_mode():
        right = [(model(x).argmax(-1) == y).numpy() for x, y in batches]
    return np.concatenate(right).mean()
