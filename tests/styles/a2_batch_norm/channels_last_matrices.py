"""A right hand-in that turns images into a table: one row a pixel, one column a channel."""

import torch
from torch import nn, optim


def fitting(x, *vectors):
    if len(x.shape) != 4:
        raise ValueError("x must have four axes")
    if any(v.shape != (x.shape[1],) for v in vectors):
        raise ValueError("one number for each channel is needed")


def table(x):
    return x.permute(0, 2, 3, 1).reshape(-1, x.shape[1])


def untable(rows, shape):
    n, c, h, w = shape
    return rows.reshape(n, h, w, c).permute(0, 3, 1, 2).contiguous()


def batch_norm2d(x, gamma, beta, eps=1e-5):
    fitting(x, gamma, beta)
    rows = table(x)
    mean = rows.mean(0)
    std = (rows.var(0, unbiased=False) + eps).sqrt()
    return untable((rows - mean) / std * gamma + beta, x.shape)


def update_running_stats(x, running_mean, running_var, momentum=0.1):
    fitting(x, running_mean, running_var)
    if momentum < 0 or momentum > 1:
        raise ValueError("momentum must lie between 0 and 1")
    rows = table(x)
    keep = 1 - momentum
    return (
        keep * running_mean + momentum * rows.mean(0),
        keep * running_var + momentum * rows.std(0) ** 2,
    )


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.num_features, self.epsilon, self.m = num_features, eps, momentum
        self.weight = nn.Parameter(torch.empty(num_features))
        self.bias = nn.Parameter(torch.empty(num_features))
        for name, start in [("running_mean", 0.0), ("running_var", 1.0)]:
            self.register_buffer(name, torch.full((num_features,), start))
        self.register_buffer("num_batches_tracked", torch.tensor(0, dtype=torch.long))
        nn.init.ones_(self.weight)
        nn.init.zeros_(self.bias)

    def forward(self, x):
        fitting(x, self.weight)
        if self.training:
            self.num_batches_tracked = self.num_batches_tracked + 1
            mean, var = update_running_stats(x, self.running_mean, self.running_var, self.m)
            self.running_mean, self.running_var = mean.detach(), var.detach()
            return batch_norm2d(x, self.weight, self.bias, self.epsilon)
        rows = (table(x) - self.running_mean) / (self.running_var + self.epsilon).sqrt()
        return untable(rows * self.weight + self.bias, x.shape)


def batch_norm2d_backward(grad_output, x, gamma, eps=1e-5):
    fitting(x, gamma)
    if grad_output.shape != x.shape:
        raise ValueError("grad_output must have the shape of x")
    dy, rows = table(grad_output), table(x)
    m = len(rows)
    centred = rows - rows.mean(0)
    ivar = 1.0 / (centred.pow(2).mean(0) + eps).sqrt()
    xhat = centred * ivar
    dbeta, dgamma = dy.sum(0), (dy * xhat).sum(0)
    dx = gamma * ivar / m * (m * dy - dbeta - xhat * dgamma)
    return untable(dx, x.shape), dgamma, dbeta


class ConvBNReLU(nn.Sequential):
    def __init__(self, in_channels, out_channels):
        conv = nn.Conv2d(in_channels, out_channels, 3, 1, 1, bias=False)
        super().__init__()
        self.add_module("normalise", BatchNorm2d(out_channels))
        self.add_module("filters", conv)

    def forward(self, x):
        return torch.clamp(self.normalise(self.filters(x)), min=0)


class SmallCNN(nn.Module):
    def __init__(self, batch_norm, num_classes=10):
        super().__init__()
        self.out = nn.Linear(24, num_classes)
        self.norms = nn.ModuleList(
            BatchNorm2d(w) if batch_norm else nn.Identity() for w in (12, 24)
        )
        self.convs = nn.ModuleList([nn.Conv2d(3, 12, 5, stride=2, padding=2), nn.Conv2d(12, 24, 3)])

    def forward(self, x):
        for conv, norm in zip(self.convs, self.norms, strict=True):
            x = torch.relu(norm(conv(x)))
        return self.out(x.amax((-1, -2)))


def loss_curve(model, batches, lr):
    if lr <= 0:
        raise ValueError("lr must be above 0")
    step = optim.SGD(model.parameters(), lr)
    criterion = nn.CrossEntropyLoss()
    model.train(True)
    history = []
    for images, labels in batches:
        step.zero_grad(set_to_none=False)
        loss = criterion(model(images), labels)
        loss.backward()
        step.step()
        history.append(loss.detach().item())
    return history
