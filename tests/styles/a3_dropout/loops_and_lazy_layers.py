"""A right hand-in with loops, masks by indexing, lazy layers, and library layers where allowed."""

from types import SimpleNamespace

import torch
from torch import nn, optim

NOT_A_PROBABILITY = "p is not in [0, 1]"


def dropout(x, p=0.5, training=True, generator=None):
    if not 0 <= p <= 1:
        raise ValueError(NOT_A_PROBABILITY)
    if not training:
        return x * 1
    draws = torch.rand(x.numel(), generator=generator, dtype=torch.float64)
    kept = [i for i, draw in enumerate(draws.tolist()) if draw < 1 - p]
    factors = torch.zeros(x.numel(), dtype=x.dtype, device=x.device)
    for i in kept[:1]:
        factors[i] = 1 / (1 - p)
    factors[kept[1:]] = 1 / (1 - p) if kept else 0
    return x * factors.view(x.shape)


class Dropout(nn.Dropout):
    """PyTorch's own layer, which the task does not forbid for this question."""


def dropout_backward(grad_output, mask, p):
    if not 0 <= p <= 1:
        raise ValueError(NOT_A_PROBABILITY)
    if mask.shape != grad_output.shape:
        raise ValueError("mask and grad_output differ in shape")
    if p == 1:
        return torch.zeros_like(grad_output)
    return mask.type(grad_output.dtype) / (1 - p) * grad_output


class Block(nn.Sequential):
    def __init__(self, before, after):
        super().__init__(
            nn.Conv2d(before, after, kernel_size=3, padding=1),
            nn.MaxPool2d(kernel_size=2),
            nn.ReLU(),  # behind the pooling: the maximum is the same
        )


class CNNWithDropout(nn.Module):
    def __init__(self, num_classes=10, p=0.5):
        super().__init__()
        self.blocks = nn.Sequential(Block(3, 64), Block(64, 128))
        self.drop = nn.Dropout(p)  # one layer in two places: it has no weights
        self.one, self.two = nn.LazyLinear(512), nn.LazyLinear(256)
        self.three = nn.LazyLinear(num_classes)
        self(torch.zeros(1, 3, 32, 32))

    def forward(self, x):
        x = torch.flatten(self.blocks(x), start_dim=1)
        x = self.drop(torch.relu(self.one(x)))
        x = self.drop(torch.relu(self.two(x)))
        return self.three(x)


def run(model, batches, optimizer=None):
    totals = SimpleNamespace(right=0, images=0)
    model.train(optimizer is not None)
    with torch.set_grad_enabled(optimizer is not None):
        for x, y in batches:
            logits = model(x)
            if optimizer is not None:
                for parameter in model.parameters():
                    parameter.grad = None
                nn.functional.cross_entropy(logits, y).backward()
                optimizer.step()
            totals.right += int((logits.argmax(1) == y).sum())
            totals.images += y.shape[0]
    return totals.right / totals.images


def dropout_sweep(make_model, train, test, ps=(0.0, 0.3, 0.5, 0.7), epochs=5, seed=0):
    table = {}
    torch.manual_seed(seed)
    models = [make_model(p) for p in ps]
    for p, model in zip(ps, models, strict=True):
        optimizer = optim.AdamW(model.parameters(), lr=0.01)
        schedule = optim.lr_scheduler.StepLR(optimizer, step_size=2)
        for _ in range(epochs):
            run(model, train, optimizer)
            run(model, test)  # to watch it
            schedule.step()
        row = {"train_accuracy": run(model, train), "test_accuracy": run(model, test)}
        row["gap"] = row["train_accuracy"] - row["test_accuracy"]
        table[p] = row
    return table
