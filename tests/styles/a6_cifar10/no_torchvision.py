"""A right hand-in with its own transforms, one loop for both modes, and a residual network."""

import random
import time
from copy import deepcopy

import numpy as np
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from torch import nn
from torch.optim.lr_scheduler import StepLR

MEAN = np.array([0.4914, 0.4822, 0.4465], dtype=np.float32)
STD = np.array([0.2470, 0.2435, 0.2616], dtype=np.float32)


def normal(array):
    return torch.from_numpy(((array / np.float32(255) - MEAN) / STD).transpose(2, 0, 1).copy())


class Augment:
    def __call__(self, picture):
        big = np.zeros((40, 40, 3), np.float32)
        big[4:36, 4:36] = np.array(picture)
        i, j = random.randrange(9), random.randrange(9)
        cut = big[i : i + 32, j : j + 32]
        return normal(np.fliplr(cut) if random.getrandbits(1) else cut)


def train_transform():
    return Augment()


def test_transform():
    def transform(picture):
        return normal(np.array(picture, dtype=np.float32))

    return transform


def run(model, loader, criterion, device, optimizer=None):
    was = model.training
    learning = optimizer is not None
    model.train(learning)
    n = loss_sum = hits = 0
    with torch.set_grad_enabled(learning):
        for batch in loader:
            images, labels = (part.to(device) for part in batch)
            if learning:
                for group in optimizer.param_groups:
                    for p in group["params"]:
                        p.grad = None
            logits = model(images)
            loss = criterion(logits, labels)
            if learning:
                loss.backward()
                optimizer.step()
            n += labels.numel()
            loss_sum += float(loss) * labels.numel()
            hits += int((logits.topk(1, dim=1).indices[:, 0] == labels).sum())
    if not learning:
        model.train(was)
    return loss_sum / n, hits / n


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    return run(model, loader, criterion, device, optimizer)


def evaluate(model, loader, criterion, device="cpu"):
    return run(model, loader, criterion, device)


def fit(model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"):
    if epochs < 1:
        raise ValueError("no epochs")
    optimizer = torch.optim.RMSprop(model.parameters(), lr=lr)
    steps = StepLR(optimizer, step_size=30)
    history, best = [], None
    for epoch in range(1, epochs + 1):
        a, b = run(model, train_loader, nn.CrossEntropyLoss(), device, optimizer)
        c, d = run(model, validation_loader, nn.CrossEntropyLoss(), device)
        names = ["epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy"]
        history.append(dict(zip(names, (epoch, a, b, c, d), strict=False)))
        if best is None or d > best[0]:
            best = d, deepcopy(model)
        steps.step()
    model.load_state_dict(best[1].state_dict())
    return history


class Block(nn.Module):
    def __init__(self, c, d, s):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(c, d, 3, s, 1, bias=False),
            nn.BatchNorm2d(d),
            nn.ReLU(),
            nn.Conv2d(d, d, 3, 1, 1, bias=False),
            nn.BatchNorm2d(d),
        )
        self.side = nn.Conv2d(c, d, 1, s, bias=False) if (c, s) != (d, 1) else nn.Identity()

    def forward(self, x):
        return torch.relu(self.main(x) + self.side(x))


def build_model(num_classes=10):
    if num_classes < 1:
        raise ValueError("no classes")
    last = nn.Linear(128, num_classes)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, 2, 1, bias=False),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        Block(32, 32, 1),
        Block(32, 64, 2),
        Block(64, 128, 2),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        last,
    )


def compare_architectures(models, train_loader, test_loader, epochs):
    if epochs < 1:
        raise ValueError("no epochs")

    def row(name, model):
        optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
        start, found = time.time(), []
        for _ in range(epochs):
            run(model, train_loader, nn.CrossEntropyLoss(), "cpu", optimizer)
            found.append(run(model, test_loader, nn.CrossEntropyLoss(), "cpu")[1])
        seconds = (time.time() - start) / epochs
        first = int(np.argmax(np.array(found) >= max(found) - 0.01)) + 1
        return {
            "name": name,
            "parameters": sum(p.nelement() for p in model.parameters()),
            "seconds_per_epoch": seconds,
            "test_accuracy": found[-1],
            "epochs_to_convergence": first,
        }

    return [row(name, model) for name, model in models.items()]


def plot_predictions(model, images, labels, classes, path):
    if len(images) == 0 or len(labels) != len(images):
        raise ValueError("images and labels do not fit")
    was = model.training
    with torch.no_grad():
        said = model.eval()(images).max(dim=1).indices
    model.train(was)
    pixels = images.numpy().transpose(0, 2, 3, 1) * STD + MEAN
    pixels = np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
    figure = Figure(figsize=(8, 8))
    FigureCanvasAgg(figure)
    side = int(np.ceil(np.sqrt(len(images))))
    for k in range(len(images)):
        axes = figure.add_subplot(side, side, k + 1)
        axes.imshow(pixels[k], interpolation="nearest")
        axes.set_title(classes[int(labels[k])], loc="left")
        axes.set_xlabel("model: " + classes[int(said[k])])
    figure.savefig(path, dpi=60)
