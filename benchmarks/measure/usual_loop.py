"""Training as every tutorial shows it: a loader with two workers, an image at a time, figures each step."""

import importlib
import os
import time
from typing import Any

import msgspec
import torch
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from autograder.networks.data import Dataset as Images

WORKERS = 2
WARM_STEPS = 10  # the workers start, and fill their queues
LEAST_STEPS = 4 * WARM_STEPS  # in fewer, most images were loaded before the clock starts


class Pictures(Dataset):
    """Images one by one, as torchvision's data sets give them."""

    def __init__(self, images: Images, shift: int) -> None:
        importlib.import_module("autograder.networks.vision")  # first: torchvision beside any torch
        transforms = importlib.import_module("torchvision.transforms")
        steps = [transforms.RandomCrop(32, padding=shift)] if shift else []
        self.transform = transforms.Compose(
            [
                *steps,
                transforms.RandomHorizontalFlip(),
                transforms.ToTensor(),
                transforms.Normalize(images.mean, images.std),
            ]
        )
        self.pixels = images.images.transpose(0, 2, 3, 1).copy()
        self.labels = images.labels.tolist()

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return self.transform(Image.fromarray(self.pixels[index])), self.labels[index]


class Speed(msgspec.Struct, frozen=True):
    """What a training took; the processor's time is little disturbed by what else runs."""

    per_second: float  # images
    cpu_seconds: float  # per image, workers included


def cpu_clock() -> float:
    """Seconds of processor time of this process and of the children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def usual_loop(net: nn.Module, pictures: Pictures, batch: int) -> Speed:
    """One epoch. The wall clock runs from the tenth step: what starts once is not counted."""
    before = cpu_clock()
    loader: Any = DataLoader(pictures, batch, shuffle=True, num_workers=WORKERS, drop_last=True)
    if len(loader) < LEAST_STEPS:
        raise ValueError(f"expected {LEAST_STEPS} batches or more of {batch}, got {len(loader)}")
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(net.parameters(), lr=2e-3, weight_decay=1e-4)
    net.train()
    loss_sum, right, start = 0.0, 0, 0.0
    for step, (x, y) in enumerate(loader):
        if step == WARM_STEPS:
            start = time.perf_counter()
        optimizer.zero_grad()
        logits = net(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
    per_second = (len(loader) - WARM_STEPS) * batch / (time.perf_counter() - start)
    return Speed(per_second, (cpu_clock() - before) / (len(loader) * batch))
