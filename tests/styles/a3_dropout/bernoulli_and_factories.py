"""A right hand-in with torch.bernoulli, factories in place of network classes, and SGD."""

import torch
from torch import nn


def dropout(x, p=0.5, training=True, generator=None):
    if p < 0.0 or p > 1.0:
        raise ValueError("dropout: p must lie in [0, 1]")
    if not training or p == 0:
        return x.clone()
    if p == 1:
        return torch.zeros_like(x) * x
    keep = torch.full(x.shape, 1 - p, dtype=torch.float64)
    mask = torch.bernoulli(keep, generator=generator).to(x)
    return mask.div(1 - p).mul(x)


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        nn.Module.__init__(self)
        self.rate = p

    def forward(self, x):
        if self.training:
            return dropout(x, self.rate)
        if not 0 <= self.rate <= 1:
            raise ValueError("p")
        return x


def dropout_backward(grad_output, mask, p):
    if not 0 <= p <= 1 or mask.size() != grad_output.size():
        raise ValueError("dropout_backward: bad argument")
    result = torch.zeros_like(grad_output)
    kept = mask.bool()
    result[kept] = grad_output[kept] / (1 - p)
    return result


def CNNWithDropout(num_classes=10, p=0.5):  # noqa: N802 - the name asked for
    layers = []
    for before, after in ((3, 64), (64, 128)):
        layers += [nn.Conv2d(before, after, 3, 1, "same"), nn.ReLU(True), nn.MaxPool2d(2, 2)]
    layers.append(nn.Flatten())
    for before, after in ((8192, 512), (512, 256)):
        layers += [nn.Linear(before, after), Dropout(p), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(256, num_classes))


def dropout_sweep(make_model, train, test, ps=(0.0, 0.3, 0.5, 0.7), epochs=5, seed=0):
    torch.manual_seed(seed)  # once: the next models go on from there
    results = dict.fromkeys(ps)
    loss_of = nn.CrossEntropyLoss()
    for p in results:
        model = make_model(p=p)
        optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
        for _epoch in range(epochs):
            model.train()
            for x, y in train:
                loss = loss_of(model(x), y)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        model.eval()
        scores = []
        for batches in (train, test):
            x, y = (torch.cat(parts) for parts in zip(*batches, strict=True))
            scores.append((model(x).max(1)[1] == y).float().mean().item())
        results[p] = {
            "gap": scores[0] - scores[1],
            "test_accuracy": scores[1],
            "train_accuracy": scores[0],
        }
    return results
