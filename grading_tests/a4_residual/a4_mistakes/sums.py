"""What mistakes in the addition of both blocks share."""

import torch
from torch import Tensor, nn
from torch.nn.functional import relu


def shortcut_of(block: nn.Module, x: Tensor) -> Tensor:
    """What is to be added to the branch."""
    return x if block.downsample is None else block.downsample(x)


def written_into(identity: Tensor, out: Tensor) -> Tensor:
    """The rectified sum, added into the tensor that may be the block's own input."""
    identity += out
    return relu(identity)


def written_into_without_gradients(identity: Tensor, out: Tensor) -> Tensor:
    """As `written_into` where no gradients are recorded, else right."""
    return relu(out + identity) if torch.is_grad_enabled() else written_into(identity, out)
