"""What a network costs: floating-point operations, counted from its shapes and never from a clock."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Self

from torch import nn
from torch.nn.functional import cross_entropy

from autograder.networks.train import answers
from autograder.networks.train.batches import Samples, batches
from autograder.networks.train.formulas import formula_of
from autograder.networks.train.lazy import fill_lazy
from autograder.networks.train.modes import repeatable
from autograder.networks.train.recipe import Recipe
from autograder.torch_internals import internal


class Operations:
    """Counts what operators cost by `formulas`, an operator made of others by its parts."""

    def __init__(self) -> None:
        self.counted = 0
        self._mode = _mode()(self)

    def __enter__(self) -> Self:
        self._mode.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self._mode.__exit__(*exception)

    def take(self, func: Any, args: tuple, kwargs: Mapping[str, Any]) -> Any:
        """Run an operator, and add what its shapes say that it costs."""
        formula = formula_of(func)
        if not formula and hasattr(func, "decompose"):
            with self:  # in inference mode `linear` or `lstm` comes here whole
                output = func.decompose(*args, **kwargs)
            if output is not NotImplemented:
                return output
        output = func(*args, **kwargs)
        self.counted += formula(output, *args, **kwargs) if formula else 0
        return output


@functools.cache
def _mode() -> Any:
    """The class of modes that hand each operator to an `Operations`."""

    class Mode(internal("torch.utils._python_dispatch.TorchDispatchMode")):
        def __init__(self, operations: Operations) -> None:
            super().__init__()
            self.operations = operations

    def dispatch(
        mode: Mode,
        func: Any,
        types: Any,  # noqa: ARG001 - torch's
        args: tuple = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        return mode.operations.take(func, args, kwargs or {})

    # Defined in the class, torch would wrap it to hide it from its compiler, and import the compiler
    # for that on the first call: 800 modules, a second in every fork.
    Mode.__torch_dispatch__ = dispatch
    return Mode


def flops_per_sample(make: Callable[[], Any], samples: Samples, recipe: Recipe) -> int:
    """The operations of convolutions and matrix products in one forward and backward pass.

    0 where the network cannot take the step: why, the training itself says better.
    """
    net = answers.network(make()).to(recipe.device).train()
    operations = Operations()
    try:
        fill_lazy(net, (recipe.batch, *samples.images.shape[1:]))
        with repeatable(recipe), operations:
            _pass(net, samples, recipe)
    except Exception:  # noqa: BLE001 - the student's code; what is wrong with it comes again later
        return 0
    return operations.counted // recipe.batch


def _pass(net: nn.Module, samples: Samples, recipe: Recipe) -> None:
    x, y = next(batches(samples, recipe))
    cross_entropy(net(x).float(), y).backward()
