"""A right hand-in with torchvision's second transforms, sums kept in tensors, and one class."""

import time

import matplotlib as mpl
import torch
import torch.nn.functional as F
from matplotlib import pyplot as plt
from torch import nn
from torch.optim import lr_scheduler
from torchvision.transforms import v2

mpl.use("Agg")
STATISTICS = {"mean": [0.4914, 0.4822, 0.4465], "std": [0.2470, 0.2435, 0.2616]}
TAIL = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True), v2.Normalize(**STATISTICS)]


def train_transform():
    return v2.Compose([v2.RandomCrop(32, padding=4), v2.RandomHorizontalFlip(0.5), *TAIL])


def test_transform():
    return v2.Compose(TAIL)


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    if not model.training:
        model.train()
    total = torch.zeros(3, dtype=torch.float64)
    for batch in loader:
        x, y = (part.to(device, non_blocking=True) for part in batch)
        out = model(x)
        loss = criterion(out, y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        hits = out.detach().max(1)[1].eq(y).sum()
        total += torch.stack([loss.detach().double() * x.size(0), hits, torch.tensor(x.size(0))])
    loss, hits, samples = total.tolist()
    return loss / samples, hits / samples


@torch.inference_mode()
def evaluate(model, loader, criterion, device="cpu"):
    mode = model.training
    try:
        model.train(False)
        losses, hits = [], []
        for x, y in loader:
            out = model(x.to(device))
            losses += [criterion(out, y.to(device)).item()] * len(x)
            hits += (out.argmax(-1) == y.to(device)).tolist()
    finally:
        model.train(mode)
    return sum(losses) / len(losses), sum(hits) / len(hits)


def fit(model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"):
    if epochs <= 0:
        raise ValueError(f"epochs={epochs}, but there must be one at least")
    model = model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr, momentum=0.9, nesterov=True)
    scheduler = lr_scheduler.StepLR(optimizer, 2, 0.5)
    rows, best = [], {"accuracy": float("-inf"), "state": None}
    for epoch in range(epochs):
        row = {"epoch": epoch + 1, "lr": scheduler.get_last_lr()[0]}
        row["train_loss"], row["train_accuracy"] = train_epoch(
            model, train_loader, F.cross_entropy, optimizer, device
        )
        row["validation_loss"], row["validation_accuracy"] = evaluate(
            model, validation_loader, F.cross_entropy, device
        )
        scheduler.step()
        rows += [row]
        if row["validation_accuracy"] > best["accuracy"]:
            state = {name: value.clone() for name, value in model.state_dict().items()}
            best = {"accuracy": row["validation_accuracy"], "state": state}
    model.load_state_dict(best["state"])
    return rows


class Network(nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.c1 = nn.Conv2d(3, 24, 5, padding=2)
        self.c2 = nn.Conv2d(24, 48, 3, padding=1)
        self.norm = nn.BatchNorm2d(48)
        self.drop = nn.Dropout(0.1)
        self.hidden = nn.Linear(48 * 8 * 8, 128)
        self.out = nn.Linear(128, num_classes)

    def forward(self, x):
        x = F.max_pool2d(F.gelu(self.c1(x)), 2)
        x = F.max_pool2d(F.gelu(self.norm(self.c2(x))), 2)
        x = F.relu(self.hidden(x.flatten(1)))
        return self.out(self.drop(x))


def build_model(num_classes=10):
    if not num_classes > 0:
        raise ValueError("num_classes must be positive")
    return Network(num_classes)


def compare_architectures(models, train_loader, test_loader, epochs):
    if epochs < 1:
        raise ValueError("epochs must be positive")
    table = []
    for name in models:
        model = models[name]
        optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
        times, curve = [], []
        for _ in range(epochs):
            began = time.monotonic()
            train_epoch(model, train_loader, nn.CrossEntropyLoss(), optimizer)
            times.append(time.monotonic() - began)
            curve.append(evaluate(model, test_loader, nn.CrossEntropyLoss())[1])
        goal = max(curve) - 0.01
        table.append(
            {
                "name": name,
                "parameters": sum(map(torch.numel, model.parameters())),
                "seconds_per_epoch": sum(times) / len(times),
                "test_accuracy": curve[-1],
                "epochs_to_convergence": next(i for i, a in enumerate(curve, 1) if a >= goal),
                "curve": curve,
            }
        )
    return table


def plot_predictions(model, images, labels, classes, path):
    if not len(images) or len(images) != len(labels):
        raise ValueError("one label for each image, and one image at least")
    mode = model.training
    model.eval()
    with torch.no_grad():
        guesses = model(images).argmax(1).tolist()
    model.train(mode)
    plt.figure(figsize=(10, 2))
    for i, (image, label, guess) in enumerate(zip(images, labels.tolist(), guesses, strict=False)):
        plt.subplot(1, len(images), i + 1)
        pixels = v2.functional.normalize(
            image,
            mean=[-m / s for m, s in zip(STATISTICS["mean"], STATISTICS["std"], strict=False)],
            std=[1 / s for s in STATISTICS["std"]],
        )
        plt.imshow(pixels.clip(0, 1).movedim(0, -1))
        plt.title(f"{classes[label]} ({classes[guess]})")
        plt.xticks([])
    plt.savefig(path, format="png")
    plt.close()
