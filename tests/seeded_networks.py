"""Networks with seeded values or none, and how two of them are compared."""

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

SHARP: dict[str, Any] = {"rtol": 1e-9, "atol": 1e-9}  # for float64
ROUNDED: dict[str, Any] = {"rtol": 1e-4, "atol": 1e-4}  # for float32


def images(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, dtype=dtype, generator=generator)


def sketch(make, *args, **options) -> Any:
    """What a call gives with shapes and no values: networks cost no memory and no time then."""
    with torch.device("meta"):
        return make(*args, **options)


def filled(make, dtype: torch.dtype = torch.float64, **options) -> Any:
    """The network with seeded values in every tensor; weights keep signals as large as they are."""
    net = sketch(make, **options).to(dtype).to_empty(device="cpu")
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, tensor in net.state_dict().items():
            if not tensor.is_floating_point():
                tensor.zero_()
            elif tensor.dim() == 1 and name.endswith(("weight", "var")):
                tensor.uniform_(0.5, 1.5, generator=generator)
            else:
                bound = (6 / tensor[0].numel()) ** 0.5 if tensor.dim() > 1 else 0.3
                tensor.uniform_(-bound, bound, generator=generator)
    return net


def outcome(forward, weights, x: Tensor) -> list[Tensor]:
    """The output, and the gradients of x and of the weights."""
    inputs, weights = x.clone().requires_grad_(), list(weights)
    torch.manual_seed(4)  # dropout takes the same units each time
    out = forward(inputs)
    grad_output = images(*out.shape, seed=2, dtype=out.dtype)
    return [out, *torch.autograd.grad(out, [inputs, *weights], grad_output)]


@contextlib.contextmanager
def single_thread() -> Iterator[None]:
    """One thread for torch in here, and as many as before afterwards."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
