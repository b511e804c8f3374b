"""Counting and describing a network see each parameter and layer once and change nothing."""

import pytest
import torch
from torch import nn

from reference import architectures_all as networks


class Crossed(nn.Module):
    """A layer used twice, one never used, layers inside a layer, and some that are frozen."""

    def __init__(self):
        super().__init__()
        self.twice = nn.Conv2d(2, 2, 1)
        self.inner = nn.Sequential(nn.BatchNorm2d(2), nn.Dropout())
        self.unused = nn.Linear(5, 7)
        self.end = nn.Sequential(nn.Flatten(), nn.Linear(24, 3, bias=False))
        self.end[1].requires_grad_(False)
        self.inner[1].eval()

    def forward(self, x):
        return self.end(self.twice(self.inner(self.twice(x))))


def test_counting_takes_each_parameter_once_and_no_buffers():
    net = Crossed()
    net.alias = net.twice
    assert networks.count_parameters(net) == 6 + 4 + 42 + 72
    assert networks.count_parameters(net, trainable_only=True) == 6 + 4 + 42


def test_describing_gives_a_row_for_each_call_of_a_leaf_layer():
    assert networks.describe(Crossed(), (5, 2, 3, 4)) == [
        ("twice", (5, 2, 3, 4), 6),
        ("inner.0", (5, 2, 3, 4), 4),
        ("inner.1", (5, 2, 3, 4), 0),
        ("twice", (5, 2, 3, 4), 6),
        ("end.0", (5, 24), 0),
        ("end.1", (5, 3), 72),
    ]


def test_describing_runs_the_model_once_in_eval_mode_and_without_gradients():
    net, runs = Crossed(), []
    net.register_forward_hook(lambda *_: runs.append((net.training, torch.is_grad_enabled())))
    networks.describe(net, (5, 2, 3, 4))
    assert runs == [(False, False)]


@pytest.mark.parametrize("shape", [(5, 2, 3, 4), (5, 2, 9, 9)], ids=["fits", "fails_midway"])
def test_describing_leaves_the_model_as_it_was(shape):
    net = Crossed()
    modes = [layer.training for layer in net.modules()]
    before = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    if shape[2] == 9:
        with pytest.raises(RuntimeError, match="cannot be multiplied"):
            networks.describe(net, shape)
    else:
        networks.describe(net, shape)
    assert [layer.training for layer in net.modules()] == modes
    assert not any(layer._forward_hooks for layer in net.modules())
    torch.testing.assert_close(dict(net.state_dict()), before, rtol=0, atol=0)
    assert all(parameter.grad is None for parameter in net.parameters())
