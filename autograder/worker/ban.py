"""Takes operators away: a banned ATen kernel raises `Forbidden`, by whatever route it is reached.

Replacing the kernel itself leaves no way round: `torch.nn`, `torch.nn.functional`, `torch.ops`,
threads and disabled dispatch modes all end there.
"""

import ctypes
import functools
import sys
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, NoReturn

import torch
from torch._decomp import global_decomposition_table

from autograder.targets import Forbidden

KEYS = (
    "CPU",
    "CUDA",
    "MkldnnCPU",
    "QuantizedCPU",
    "CompositeImplicitAutograd",
    "FuncTorchDynamicLayerFrontMode",  # within torch.func, dropout has a kernel of its own here
)
AUTOGRAD = "autograd"  # no operator of its own: its entry points are replaced
_PYTHON_TWINS = ("torch._decomp", "torch._refs")  # operators written again in Python


@functools.cache
def operators() -> tuple[str, ...]:
    """The names of all ATen operators with their overloads; asked once, in the zygote."""
    names = torch._C._dispatch_get_all_op_names()
    return tuple(name.removeprefix("aten::") for name in names if name.startswith("aten::"))


def ban(patterns: tuple[str, ...], question: str) -> None:
    """Ban every operator whose name without overload and leading underscores fits a pattern."""
    if not patterns:
        return
    banned = [name for name in operators() if _fits(name.split(".")[0], patterns)]
    _poison(banned, question)
    _replace_python_twins(patterns, question)
    if AUTOGRAD in patterns:
        _replace_autograd(question)


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name.lstrip("_"), pattern) for pattern in patterns)


def _poison(names: list[str], question: str) -> None:
    """Put a refusing kernel in every operator's place, for good.

    `torch.library.Library` is a Python object that code could find and destroy, and the kernels
    would be back; this handle is none that the garbage collector knows, and nobody holds it.
    """
    library: Any = torch._C._dispatch_library("IMPL", "aten", "", __file__, 0)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))  # never freed: freeing lifts the ban
    for name in names:
        refusal = _refusal(f"`{name.split('.')[0].lstrip('_')}`", question)
        for key in KEYS:
            try:
                library.impl(name, key, refusal, False)
            except RuntimeError:  # no kernel under this key: nothing to reach there
                continue


def _replace_python_twins(patterns: tuple[str, ...], question: str) -> None:
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith(_PYTHON_TWINS):
            for name, value in list(vars(module).items()):
                if callable(value) and _fits(name, patterns):
                    setattr(module, name, _refusal(f"`{name}`", question))
    for table in global_decomposition_table.values():
        for operator in [one for one in table if _fits(_plain_name(one), patterns)]:
            del table[operator]


def _plain_name(operator: object) -> str:
    """`max_pool2d` of `aten.max_pool2d.default`; higher-order operators have no namespace."""
    namespace, _, name = str(operator).partition(".")
    return (name or namespace).split(".")[0]


def _replace_autograd(question: str) -> None:
    """Close the ways into the engine; a graph walked by hand, node by node, stays possible."""
    refuse = _refusal("autograd", question)
    places: list[tuple[Any, str, Any]] = [
        (torch.autograd, "_engine_run_backward", refuse),
        (torch.autograd.graph, "_engine_run_backward", refuse),
        (torch.autograd.forward_ad, "make_dual", refuse),
        (torch.autograd.Variable, "_execution_engine", _RefusingEngine(refuse)),
        (torch._C, "_ImperativeEngine", refuse),
    ]
    for owner, name, refusal in places:
        setattr(owner, name, refusal)


class _RefusingEngine:
    def __init__(self, refuse: Callable[..., NoReturn]) -> None:
        self.run_backward = refuse


def _refusal(what: str, question: str) -> Callable[..., NoReturn]:
    def refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
        raise Forbidden(f'"{question}" is yours to write: {what} must not be used for it')

    return refuse
