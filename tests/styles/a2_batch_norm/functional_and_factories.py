"""A right hand-in of small functions: einsum, factories for networks, steps by hand."""

import torch
import torch.nn.functional as F
from torch import nn


def fitting(x, *vectors):
    if len(x.shape) != 4:
        raise ValueError("x must have four axes")
    if any(v.shape != (x.shape[1],) for v in vectors):
        raise ValueError("one number for each channel is needed")


def _column(v):
    return v.view(1, v.numel(), 1, 1)


def batch_norm2d(x, gamma, beta, eps=1e-5):
    fitting(x, gamma, beta)
    var, mean = torch.var_mean(x, (0, 2, 3), unbiased=False)
    scale = gamma * (var + eps) ** -0.5
    return (x - _column(mean)) * _column(scale) + _column(beta)


def update_running_stats(x, running_mean, running_var, momentum=0.1):
    fitting(x, running_mean, running_var)
    if momentum < 0 or momentum > 1:
        raise ValueError("momentum must lie between 0 and 1")
    n = x.numel() / x.size(1)
    mean = torch.einsum("nchw->c", x) / n
    var = torch.einsum("nchw,nchw->c", x - _column(mean), x - _column(mean)) / (n - 1)
    return [
        running_mean + momentum * (mean - running_mean),
        running_var + momentum * (var - running_var),
    ]


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.register_buffer("num_batches_tracked", torch.zeros((), dtype=torch.int64))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.weight = nn.Parameter(torch.ones(num_features))
        self.hyper = (eps, momentum)

    def forward(self, x):
        fitting(x, self.weight)
        eps, momentum = self.hyper
        if not self.training:
            std = (self.running_var + eps).sqrt()
            return _column(self.weight / std) * x + _column(
                self.bias - self.weight * self.running_mean / std
            )
        with torch.no_grad():
            stats = update_running_stats(x, self.running_mean, self.running_var, momentum)
            self.running_mean.copy_(stats[0])
            self.running_var.copy_(stats[1])
            self.num_batches_tracked.add_(1)
        return batch_norm2d(x, self.weight, self.bias, eps)


def batch_norm2d_backward(grad_output, x, gamma, eps=1e-5):
    fitting(x, gamma)
    if grad_output.shape != x.shape:
        raise ValueError("grad_output must have the shape of x")
    n = x.numel() / x.size(1)
    mu = _column(x.mean((0, 2, 3)))
    var = _column(x.var((0, 2, 3), unbiased=False))
    xhat = (x - mu) / (var + eps).sqrt()
    dgamma = torch.einsum("nchw,nchw->c", grad_output, xhat)
    dbeta = torch.einsum("nchw->c", grad_output)
    dxhat = grad_output * _column(gamma)
    dvar = (dxhat * (x - mu) * -0.5 * (var + eps) ** -1.5).sum((0, 2, 3), keepdim=True)
    dmu = (-dxhat / (var + eps).sqrt()).sum((0, 2, 3), keepdim=True)
    dx = dxhat / (var + eps).sqrt() + dvar * 2 * (x - mu) / n + dmu / n
    return dx, dgamma, dbeta


def ConvBNReLU(in_channels, out_channels):  # noqa: N802
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, (3, 3), padding="same", bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(inplace=True),
    )


def SmallCNN(batch_norm, num_classes=10):  # noqa: N802
    def stage(i, o):
        if batch_norm:
            return ConvBNReLU(i, o)
        return nn.Sequential(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.ReLU())

    return nn.Sequential(
        stage(3, 8),
        nn.MaxPool2d(2),
        stage(8, 16),
        nn.AdaptiveAvgPool2d((1, 1)),
        nn.Flatten(),
        nn.Linear(16, num_classes),
    )


def loss_curve(model, batches, lr):
    if lr <= 0:
        raise ValueError("lr must be above 0")
    curve = []
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                p.sub_(lr * p.grad)
        curve.append(float(loss.detach()))
    return curve
