"""What a network costs: floating-point operations, counted from its shapes and never from a clock."""

from collections.abc import Callable
from typing import Any

from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.flop_counter import FlopCounterMode

from autograder.train import answers
from autograder.train.batches import Samples, batches
from autograder.train.modes import repeatable
from autograder.train.recipe import Recipe


def flops_per_sample(make: Callable[[], Any], samples: Samples, recipe: Recipe) -> int:
    """The operations of convolutions and matrix products in one forward and backward pass.

    0 where the network cannot take the step: why, the training itself says better.
    """
    net = answers.network(make()).to(recipe.device).train()
    try:
        with repeatable(recipe), FlopCounterMode(display=False) as counter:
            _pass(net, samples, recipe)
    except Exception:  # noqa: BLE001 - the student's code; what is wrong with it comes again later
        return 0
    return counter.get_total_flops() // recipe.batch


def _pass(net: nn.Module, samples: Samples, recipe: Recipe) -> None:
    x, y = next(batches(samples, recipe))
    cross_entropy(net(x).float(), y).backward()
