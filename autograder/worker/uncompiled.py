"""No compiler in a worker: `torch.compile` leaves code as it is written, and nothing waits for one.

To be told not to compile them, optimisers, checkpoints, `torch.func.grad`, profilers and others import
torch's compiler when they are first used: 800 modules, seconds of a call's time in a fresh worker.
Stand-ins answer what they ask. For anything else the real modules take their place.
"""

import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

import torch

from autograder.worker.told import UNCOMPILED, tell_once

_DYNAMO, _INDUCTOR = _COMPILER = ("torch._dynamo", "torch._inductor")


def leave_uncompiled() -> None:
    """Replace `torch.compile`, and the compiler's modules where nobody has imported them yet."""
    torch.compile = _compile
    if not any(name in sys.modules for name in _COMPILER):
        sys.modules |= _stand_ins()
        sys.meta_path.insert(0, _Submodules())


def _compile(model: Any = None, **options: Any) -> Any:
    if model is None:  # a decorator with arguments
        return lambda function: _compile(function, **options)
    tell_once(UNCOMPILED)
    return model


class _StandIn(ModuleType):
    """A module that holds what eager code asks of it, and has the real one for everything else."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # who looks through `sys.modules` asks for these
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        _give_way()
        return getattr(sys.modules[self.__name__], name)


class _Submodules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Brings the real modules when a submodule of one is imported."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the interface's
        target: ModuleType | None = None,  # noqa: ARG002 - the interface's
    ) -> importlib.machinery.ModuleSpec | None:
        """The module's spec if the real modules have brought it along, or None."""
        parent = ".".join(fullname.split(".")[:2])
        if fullname == parent or not isinstance(sys.modules.get(parent), _StandIn):
            return None
        _give_way()
        is_loaded = fullname in sys.modules
        return importlib.machinery.ModuleSpec(fullname, self) if is_loaded else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """The module that is there; its own spec is put back."""
        module = sys.modules[spec.name]
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: it was imported."""
        spec = module.__spec__
        module.__spec__ = spec.loader_state if spec else None


def _give_way() -> None:
    for name in [name for name, module in sys.modules.items() if isinstance(module, _StandIn)]:
        del sys.modules[name]
    for name in _COMPILER:  # in this order: the second needs all of the first
        importlib.import_module(name)


def _stand_ins() -> dict[str, ModuleType]:
    dynamo = _stand_in(
        _DYNAMO,
        disable=_disable,
        disallow_in_graph=_itself,
        allow_in_graph=_itself,
        mark_static=_nothing,
        mark_dynamic=_nothing,
        graph_break=_nothing,
        reset=_nothing,
        config=_stand_in(f"{_DYNAMO}.config", error_on_nested_fx_trace=False),
        utils=_stand_in(f"{_DYNAMO}.utils", is_compile_supported=_never),  # torchvision asks
        compiled_autograd=SimpleNamespace(_disable=contextlib.nullcontext),
    )
    cudagraphs = SimpleNamespace(cudagraphs=False)
    inductor = _stand_in(
        _INDUCTOR, config=_stand_in(f"{_INDUCTOR}.config", triton=cudagraphs, deterministic=False)
    )
    modules = dynamo, dynamo.config, dynamo.utils, inductor, inductor.config
    return {module.__name__: module for module in modules}


def _stand_in(name: str, **members: Any) -> ModuleType:
    module = _StandIn(name)
    spec = importlib.util.find_spec(name) if name in _COMPILER else None
    if spec:
        module.__spec__, module.__file__ = spec, spec.origin
        module.__path__ = list(spec.submodule_search_locations or ())
    vars(module).update(members)
    return module


def _disable(
    fn: Callable[..., Any] | None = None,
    recursive: bool = True,
    **options: Any,
) -> Callable[..., Any]:
    return (lambda function: _disable(function, recursive, **options)) if fn is None else fn


def _itself(function: Any) -> Any:
    return function


def _never(*_args: Any) -> bool:
    return False


def _nothing(*_args: Any, **_options: Any) -> None:
    return None
