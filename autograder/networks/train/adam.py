"""Adam as one kernel, without `torch.optim`.

Making an optimiser of `torch.optim` imports torch's compiler, 800 modules, in every fresh fork. The
kernel is the same; what is left out is what a training of known steps does not need.

Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1.
"""

from collections.abc import Iterable

import torch
from torch import Tensor

from autograder.torch_internals import internal

BETAS = (0.9, 0.999)
EPSILON = 1e-8


class Adam:
    """Moments of each parameter, and the step that uses them."""

    def __init__(self, parameters: Iterable[Tensor], weight_decay: float) -> None:
        self.weight_decay = weight_decay
        self.parameters = [parameter for parameter in parameters if parameter.requires_grad]
        self.means = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.squares = [torch.zeros_like(parameter) for parameter in self.parameters]
        self._add_to_each = internal("torch._foreach_add_")
        self._one_kernel = internal("torch._fused_adam_")
        self.counts = [torch.zeros((), device=parameter.device) for parameter in self.parameters]

    def step(self, learning_rate: float) -> None:
        """Move every parameter that has a gradient, and forget the gradients."""
        for rows in self._same_kind():
            parameters, gradients, means, squares, counts = map(list, zip(*rows, strict=True))
            self._add_to_each(counts, 1)
            self._one_kernel(
                parameters,
                gradients,
                means,
                squares,
                [],
                counts,
                lr=learning_rate,
                beta1=BETAS[0],
                beta2=BETAS[1],
                weight_decay=self.weight_decay,
                eps=EPSILON,
                amsgrad=False,
                maximize=False,
            )
        for parameter in self.parameters:
            parameter.grad = None

    def _same_kind(self) -> Iterable[list[tuple[Tensor, ...]]]:
        """What belongs to each parameter with a gradient, apart by dtype: the kernel takes one."""
        kinds: dict[torch.dtype, list[tuple[Tensor, ...]]] = {}
        tables = self.parameters, self.means, self.squares, self.counts
        for parameter, mean, square, count in zip(*tables, strict=True):
            if parameter.grad is not None:
                row = parameter, parameter.grad, mean, square, count
                kinds.setdefault(parameter.dtype, []).append(row)
        return kinds.values()
