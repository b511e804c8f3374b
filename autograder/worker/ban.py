"""Takes operators away: a banned ATen kernel raises `Forbidden`, by whatever route it is reached.

Replacing the kernel itself leaves no way round: `torch.nn`, `torch.nn.functional`, `torch.ops`,
threads and disabled dispatch modes all end there. It takes thousands of kernels and tens of
milliseconds, so it is done once for all workers that are forked afterwards; whose question a worker
answers, it is told later (`ban_for`).
"""

import ctypes
import functools
import importlib
import sys
import warnings
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, NoReturn

import torch

from autograder import torch_internals
from autograder.torch_internals import internal
from autograder.worker.answering import Forbidden
from autograder.worker.graphs import GRAPH, close_graphs

KEYS = (
    "CPU",
    "CUDA",
    "MkldnnCPU",
    "QuantizedCPU",
    "CompositeImplicitAutograd",
    "FuncTorchDynamicLayerFrontMode",  # within torch.func, dropout has a kernel of its own here
)
AUTOGRAD = "autograd"  # no operator of its own: nothing is recorded, its entry points refuse
_PYTHON_TWINS = ("torch._decomp", "torch._refs")  # operators written again in Python


@functools.cache
def operators() -> tuple[str, ...]:
    """The names of all operators with namespace and overload."""
    return tuple(internal("torch._C._dispatch_get_all_op_names")())


@functools.cache
def recorded() -> tuple[str, ...]:
    """The ATen operators that autograd records, without the namespace."""
    has_kernel = internal("torch._C._dispatch_has_kernel_for_dispatch_key")
    of_aten = (name for name in operators() if name.startswith("aten::"))
    return tuple(name.removeprefix("aten::") for name in of_aten if has_kernel(name, "Autograd"))


_titles: list[str] = [""]  # of the question that this process answers, for the message


def ban_for(question: str) -> None:
    """Name the question whose ban this is."""
    _titles[0] = question


def require_what_bans(patterns: tuple[str, ...]) -> None:
    """`TorchChanged` where the installed torch lacks a private name that this ban is made with."""
    if patterns:
        autograd = (torch_internals.AUTOGRAD,) if AUTOGRAD in patterns else ()
        torch_internals.require_internals(torch_internals.OPERATORS, *autograd)


def ban(patterns: tuple[str, ...]) -> None:
    """Ban every operator, whatever its namespace, whose name without overload and underscores fits a pattern."""
    if not patterns:
        return
    require_what_bans(patterns)
    warnings.filterwarnings("ignore", "Warning only once for all operators")  # that is the idea
    banned: dict[str, list[str]] = {}
    for namespace, _, name in (operator.partition("::") for operator in operators()):
        if _fits(name.split(".")[0], patterns):
            banned.setdefault(namespace, []).append(name)
    for namespace, names in banned.items():
        _poison(_library_for_good(namespace), names)
    _replace_python_twins(patterns)
    if AUTOGRAD in patterns:
        _stop_recording(_library_for_good("aten"))
        _replace_autograd()
    close_graphs(_refusal(GRAPH))


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name.lstrip("_"), pattern) for pattern in patterns)


def _library_for_good(namespace: str) -> Any:
    """What puts kernels in the place of others until the process ends.

    `torch.library.Library` is a Python object that code could find and destroy, and the kernels
    would be back; this handle is none that the garbage collector knows, and nobody holds it.
    """
    library: Any = internal("torch._C._dispatch_library")("IMPL", namespace, "", __file__, 0)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))  # never freed: freeing lifts the ban
    return library


def _poison(library: Any, names: list[str]) -> None:
    """Put a refusing kernel in every operator's place."""
    for name in names:
        refusal = _refusal(f"`{name.split('.')[0].lstrip('_')}`")
        for key in KEYS:
            try:
                library.impl(name, key, refusal, False)
            except RuntimeError:  # no kernel under this key: nothing to reach there
                continue


def _replace_python_twins(patterns: tuple[str, ...]) -> None:
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith(_PYTHON_TWINS):
            for name, value in list(vars(module).items()):
                if callable(value) and _fits(name, patterns):
                    setattr(module, name, _refusal(f"`{name}`"))
    for table in internal("torch._decomp.global_decomposition_table").values():
        for operator in [operator for operator in table if _fits(_plain_name(operator), patterns)]:
            del table[operator]


def _plain_name(operator: object) -> str:
    """`max_pool2d` of `aten.max_pool2d.default`; higher-order operators have no namespace."""
    namespace, _, name = str(operator).partition(".")
    return (name or namespace).split(".")[0]


def _stop_recording(library: Any) -> None:
    """Have every operator pass autograd by: without a graph, no engine has anything to run.

    The engine itself is C++, and not every door of it is Python's to close.
    """
    for name in recorded():
        library.impl(name, "Autograd", torch.library.fallthrough_kernel, False)


def _replace_autograd() -> None:
    """Close the common ways into the engine, so that whoever takes one reads why."""
    refuse = _refusal("autograd")
    private = ("torch._C", "torch._functorch.eager_transforms")
    core, transforms = map(importlib.import_module, private)
    places: list[tuple[Any, str, Any]] = [
        (torch.autograd, "_engine_run_backward", refuse),
        (torch.autograd.graph, "_engine_run_backward", refuse),
        (torch.autograd.functional, "_autograd_grad", refuse),  # both call no graph a zero
        (transforms, "_autograd_grad", refuse),
        (torch.autograd.forward_ad, "make_dual", refuse),
        (torch.autograd.Variable, "_execution_engine", _RefusingEngine(refuse)),
        (core, "_ImperativeEngine", refuse),
    ]
    for owner, name, refusal in places:
        setattr(owner, name, refusal)


class _RefusingEngine:
    def __init__(self, refuse: Callable[..., NoReturn]) -> None:
        self.run_backward = refuse


def _refusal(name: str) -> Callable[..., NoReturn]:
    def refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
        raise Forbidden(f'"{_titles[0]}" is yours to write: {name} must not be used for it')

    return refuse
