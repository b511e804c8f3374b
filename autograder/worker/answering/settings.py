"""torch's settings for a whole process, kept over a call: what one call chooses, the next one finds undone."""

from typing import NamedTuple

import torch

_CPU = torch.device("cpu")


class TorchSettings(NamedTuple):
    """What a call may change and leave so, and what other code computes otherwise for it."""

    dtype: torch.dtype
    device: torch.device
    gradients: bool
    deterministic: int


def settings() -> TorchSettings:
    """The settings now."""
    return TorchSettings(
        torch.get_default_dtype(),
        torch.get_default_device(),
        torch.is_grad_enabled(),
        torch.get_deterministic_debug_mode(),
    )


def put_back(previous: TorchSettings) -> None:
    """Make the settings what they were."""
    if settings() == previous:
        return
    torch.set_default_dtype(previous.dtype)
    torch.set_default_device(None if previous.device == _CPU else previous.device)
    torch.set_grad_enabled(previous.gradients)
    torch.set_deterministic_debug_mode(previous.deterministic)
