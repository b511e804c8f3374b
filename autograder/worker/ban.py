"""Takes operators away: a banned ATen kernel raises `Forbidden`, by whatever route it is reached.

Replacing the kernel itself leaves no way round: `torch.nn`, `torch.nn.functional`, `torch.ops`,
threads and disabled dispatch modes all end there.
"""

import functools
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, NoReturn

import torch

from autograder.targets import Forbidden

KEYS = ("CPU", "CUDA", "MkldnnCPU", "QuantizedCPU", "CompositeImplicitAutograd")
AUTOGRAD = "autograd"  # no operator of its own: its entry points are replaced
_kept: list[torch.library.Library] = []  # a library that is collected gives its kernels back


@functools.cache
def operators() -> tuple[str, ...]:
    """The names of all ATen operators with their overloads; asked once, in the zygote."""
    names = torch._C._dispatch_get_all_op_names()
    return tuple(name.removeprefix("aten::") for name in names if name.startswith("aten::"))


def ban(patterns: tuple[str, ...], question: str) -> None:
    """Ban every operator whose name without overload and leading underscores fits a pattern."""
    if not patterns:
        return
    library = torch.library.Library("aten", "IMPL")
    _kept.append(library)
    for name in operators():
        plain = name.split(".")[0].lstrip("_")
        if any(fnmatchcase(plain, pattern) for pattern in patterns):
            _poison(library, name, _refusal(f"`{plain}`", question))
    if AUTOGRAD in patterns:
        refuse = _refusal("autograd", question)
        for module in (torch.autograd, torch.autograd.graph):
            vars(module)["_engine_run_backward"] = refuse


def _poison(library: torch.library.Library, name: str, refusal: Callable[..., Any]) -> None:
    for key in KEYS:
        try:
            library.impl(name, refusal, key)
        except RuntimeError:  # this operator has no kernel under this key: nothing to reach there
            continue


def _refusal(what: str, question: str) -> Callable[..., Any]:
    def refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
        raise Forbidden(f'"{question}" is yours to write: {what} must not be used for it')

    return refuse
