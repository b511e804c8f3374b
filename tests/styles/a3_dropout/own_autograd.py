"""A right hand-in with an autograd.Function, functional layers, and steps by hand."""

import torch
import torch.nn.functional as F
from torch import nn


class Mask(torch.autograd.Function):
    @staticmethod
    def forward(context, x, mask, p):
        context.save_for_backward(mask)
        context.p = p
        return dropout_backward(x, mask, p)  # the same product

    @staticmethod
    def backward(context, grad_output):
        (mask,) = context.saved_tensors
        return dropout_backward(grad_output, mask, context.p), None, None


def check_p(p):
    if not (p >= 0 and p <= 1):
        raise ValueError(f"p must be between 0 and 1, got {p}")


def dropout(x, p=0.5, training=True, generator=None):
    check_p(p)
    if training:
        dropped = torch.empty_like(x, requires_grad=False).uniform_(generator=generator) < p
        return Mask.apply(x, ~dropped, p)
    return x


def dropout_backward(grad_output, mask, p):
    check_p(p)
    if tuple(mask.shape) != tuple(grad_output.shape):
        raise ValueError("the mask does not fit")
    factor = 0 if p == 1 else 1 / (1 - p)
    return torch.where(mask != 0, grad_output * factor, torch.zeros_like(grad_output))


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        check_p(p)
        self.register_buffer("p", torch.tensor(float(p), dtype=torch.float64), persistent=False)

    def forward(self, x):
        return dropout(x, self.p.item(), training=self.training)


class CNNWithDropout(nn.Module):
    def __init__(self, num_classes=10, p=0.5):
        super().__init__()
        self.out = nn.Linear(256, num_classes)  # registered in another order than called
        self.hidden = nn.ModuleList([nn.Linear(128 * 8 * 8, 512), nn.Linear(512, 256)])
        self.b = nn.Conv2d(64, 128, (3, 3), padding=(1, 1))
        self.a = nn.Conv2d(3, 64, (3, 3), padding=(1, 1))
        self.p = p

    def forward(self, images):
        for convolution in (self.a, self.b):
            images = F.max_pool2d(convolution(images).clamp(min=0), 2)
        units = images.reshape(images.shape[0], -1)
        for linear in self.hidden:
            units = F.dropout(F.relu(linear(units)), self.p, training=self.training)
        return self.out(units)


def correct(model, batches):
    model.eval()
    hits = [model(x).argmax(-1).eq(y) for x, y in batches]
    return torch.cat(hits).double().mean()


def dropout_sweep(make_model, train, test, ps=(0.0, 0.3, 0.5, 0.7), epochs=5, seed=0):
    found = {}
    for number, p in enumerate(ps):
        torch.manual_seed(seed * 1000 + number)
        model = make_model(p)
        assert model.training
        for _ in range(epochs):
            for i in torch.randperm(len(train)).tolist():
                x, y = train[i]
                weights = list(model.parameters())
                loss = -F.log_softmax(model(x), dim=1).gather(1, y[:, None]).mean()
                slopes = torch.autograd.grad(loss, weights)
                with torch.no_grad():
                    for weight, slope in zip(weights, slopes, strict=True):
                        weight.sub_(slope, alpha=0.05)
        with torch.no_grad():
            a, b = correct(model, train), correct(model, test)
        found[p] = {"train_accuracy": a, "test_accuracy": b, "gap": a - b}
    return found
