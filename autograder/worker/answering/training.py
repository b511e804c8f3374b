"""What a learning check may have done by its target: factories to train, and why nothing was learnt.

These run beside the student's code, as those of `tools`, and are called as these. What they tell
are facts and no numbers: two hand-ins with one mistake must not differ by their random draws.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from autograder.networks.train import fill_lazy

LARGE = 1e3  # logits of a new network; those of usual weights are below 10


def bound(make: Callable[..., Any], *args: Any, **kwargs: Any) -> Callable[[], Any]:
    """A factory without arguments: `make` with these."""
    return lambda: make(*args, **kwargs)


def by_the_batch(make: Callable[[], Any]) -> Callable[[], nn.Module]:
    """A factory of networks that never leave training mode.

    After a few steps running statistics are not those of the images yet, and how far they are from
    it is the student's choice (the momentum).
    """
    return lambda: _AlwaysTraining(make())


def symptoms(make: Callable[[], Any], x: Tensor) -> dict[str, bool]:
    """Facts about a new network and its logits for x, `(n, c, h, w)` with n above 1."""
    net = make()
    fill_lazy(net, x.shape)
    with torch.no_grad():
        return {
            "equal_filters": any(_all_equal(weight) for weight in net.parameters()),
            "large_logits": not bool((net(x).abs() < LARGE).all()),
            "is_affine": _is_affine(net.eval(), x),
        }


def in_training(make: Callable[[], Any], x: Tensor) -> dict[str, bool]:
    """What a batch x, `(n, c, h, w)` with n above 1, does to a new network in training mode."""
    net = make().train()
    fill_lazy(net, x.shape)
    before = [buffer.clone() for buffer in net.buffers() if buffer.is_floating_point()]
    uses = _uses_the_batch(net, x)
    after = [buffer for buffer in net.buffers() if buffer.is_floating_point()]
    moves = any(not torch.equal(a, b) for a, b in zip(before, after, strict=True))
    return {"uses_the_batch": uses, "moves_statistics": moves}


class _AlwaysTraining(nn.Module):
    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def train(self, mode: bool = True) -> "_AlwaysTraining":  # noqa: ARG002 - the base's signature
        super().train(True)
        return self

    def forward(self, x: Tensor) -> Any:
        return self.net(x)


def _all_equal(weight: Tensor) -> bool:
    """Whether a layer's filters (or the rows of its matrix) are the same."""
    has_several = weight.ndim > 1 and len(weight) > 1
    return has_several and bool((weight == weight[:1]).all())


@torch.no_grad()
def _uses_the_batch(net: nn.Module, x: Tensor) -> bool:
    """Whether what an image gets depends on the others, draws being the same."""
    outputs = []
    for batch in (x, torch.cat([x[:1], 2 * x[1:].flip(0)])):
        torch.manual_seed(0)
        outputs.append(net(batch)[0])
    return not _near(*outputs)


def _is_affine(net: nn.Module, x: Tensor) -> bool:
    """Whether the middle between two images gets the middle between their logits."""
    a, b = x, x.flip(0)
    return _near(net((a + b) / 2), (net(a) + net(b)) / 2)


def _near(a: Tensor, b: Tensor) -> bool:
    return bool(((a - b).abs() <= 1e-4 * b.abs().max().clamp(min=1e-6)).all())
