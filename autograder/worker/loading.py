"""A `DataLoader` with worker processes loads in the process that it is used in: a worker starts none."""

import contextlib
from collections.abc import Callable
from typing import Any

from torch.utils.data import DataLoader

from autograder.errors import TorchChanged
from autograder.torch_internals import internal
from autograder.worker.told import ALONE, tell_once

Iterate = Callable[[Any], Any]  # a loader -> its iterator


def load_alone() -> None:
    """Have every loader do so; the samples, their order and their batches stay the same.

    Where this torch has no such place, a loader with workers fails in the sandbox, and none else.
    """
    loader: Any = DataLoader
    with contextlib.suppress(TorchChanged):
        loader._get_iterator = _alone(internal("torch.utils.data.DataLoader._get_iterator"))


def _alone(iterate: Iterate) -> Iterate:
    def iterate_alone(loader: Any) -> Any:
        if loader.num_workers == 0:
            return iterate(loader)
        tell_once(ALONE)
        previous = loader.num_workers, loader.timeout
        loader.num_workers, loader.timeout = 0, 0
        try:
            return iterate(loader)
        finally:
            loader.num_workers, loader.timeout = previous

    return iterate_alone
