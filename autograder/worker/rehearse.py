"""What a worker would do first is done once before it is forked, so that no fork pays for it.

Names that are looked up late, caches, kernels that are set up when they are first called, pages that
are copied when they are first written to: none of it knows a hand-in.
"""

import socket
from typing import Any

import msgspec
import torch

from autograder.protocol.steps import Step
from autograder.protocol.wire import Caps, receive, send
from autograder.worker.answering import Direct

MODULE = """
import torch
from torch import nn
def double(x):
    return 2 * x
class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 1, 1)
    def forward(self, x):
        return torch.nn.functional.pad(self.conv(x), (1, 1))
"""


def rehearse() -> None:
    """Answer a few steps of a made-up module, over a channel to nobody, in one thread."""
    torch.set_num_threads(1)
    rng_state = torch.get_rng_state()
    namespace: dict[str, Any] = {"__name__": "rehearsal"}
    exec(compile(MODULE, "rehearsal.py", "exec"), namespace)  # noqa: S102 - ours
    target, x = Direct(namespace), torch.ones(1, 1, 2, 2)
    for step in (
        Step(1, "call", "double", args=(x,)),
        Step(2, "vjp", "double", args=(x,), cotangent=x),
        Step(3, "changes", "double", args=(x.double(),)),
        Step(4, "call", "Layer"),
        Step(5, "call", "missing"),
    ):
        crossed_step = Step(**_crossed(msgspec.structs.asdict(step)))
        _crossed(msgspec.structs.astuple(target.answer(crossed_step)))
    torch.set_rng_state(rng_state)


def _crossed(value: Any) -> Any:
    """A small value after its way over the wire."""
    sender, receiver = socket.socketpair()
    with sender, receiver:
        send(sender.fileno(), value, Caps())
        return receive(receiver.fileno(), Caps())
