"""Under a ban no graph is compiled, interpreted or fused: such executors have kernels of their own.

A refusing kernel stops whatever goes through torch's dispatcher. TorchScript's interpreters and fusers, the static and
the native runtime, and lazy tensors need not. Their doors are shut before a hand-in is imported: functions and methods
are replaced wherever a module holds them, so that the originals are gone. `torch.jit.script` and `trace`, which right
code may use, leave code as it is written.
"""

import ctypes
import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from types import ModuleType
from typing import Any, NoReturn

import torch

from autograder.torch_internals import internal
from autograder.worker.told import UNSCRIPTED, tell_once

GRAPH = "a compiled graph"  # what must not be used, in the message of a refusal
FUNCTIONS = (  # of torch._C: what makes, changes, loads, saves or runs a graph
    *("_jit_*", "_create_*_from_*", "_create_graph_*", "_create_module_*", "_create_object_*"),
    *("_compile_graph_*", "_freeze_module", "_fuse_to_static_module", "_generate_upgraders_graph"),
    *("_hack_do_not_use_clone_module*", "*import_ir_module*", "_load_*", "_save_jit_*"),
    *("_save_mobile_*", "_nn_module_to_mobile", "_backport_for_mobile*", "_quantize_ondevice_*"),
    *("_run_emit_module_hook", "_propagate_*", "_last_executed_*", "_debug_*fusion_group*"),
    *("_debug_set_*", "_set_graph_ex*", "_set_tracing_state", "_set_value_trace", "_tracer_*"),
    *("parse_ir", "_replace_overloaded_method_decl", "_enable_mobile_*", "_export_op*"),
)
HARMLESS = (  # of these: what eager code asks, none of which runs anything
    *("_jit_get_all_schemas", "_jit_get_schemas_for_operator", "_jit_get_custom_class_schemas"),
    *("_jit_resolve_packet", "_jit_is_script_object", "_jit_object_is_non_holding"),
    *("_jit_try_infer_type", "_jit_assert_is_instance", "_jit_init", "_jit_flatten"),
    *("_jit_unflatten", "_jit_get_tracer_state_warn", "_tracer_warn_use_python"),
)
LOOK_UPS = ("_jit_get_operation", "_get_operation_overload")  # of operators by name
OPERATORS = ("prim::*", "aten::grad", "aten::backward", "aten::dist_backward")  # only graphs' own
PLAIN_OPERATORS = tuple(  # of these: what eager code looks up, questions about one tensor
    f"prim::{name}" for name in ("device", "dtype", "layout", "itemsize", "nbytes", "is_*", "id")
)
CLASSES = (
    *("Block", "Code", "CompilationUnit", "ConcreteModuleType", "ConcreteModuleTypeBuilder"),
    *("ExecutionPlan", "Gradient", "Graph", "GraphExecutorState", "LiteScriptModule", "Node"),
    *("ScriptClass", "ScriptClassFunction", "ScriptFunction", "ScriptMethod", "ScriptModule"),
    *("ScriptModuleSerializer", "StaticModule", "ThroughputBenchmark", "TracingState", "Value"),
    "_ShapeComputeGraphMapping",
)
# Modules of torch._C, as a whole.
PARTS = ("_aoti", "_lazy", "_lazy_ts_backend", "_nativert", "_te")
_KEPT_OF_A_CLASS = ("__new__", "__class__", "__repr__", "__hash__", "__getattribute__", "__del__")

_FORWARD_MODE = "torch._decomp.decompositions_for_jvp"
Refusal = Callable[..., NoReturn]


def load_what_makes_graphs() -> None:
    """Import what compiles graphs of its own when it is first used: forward-mode derivatives do."""
    if importlib.util.find_spec(_FORWARD_MODE):
        importlib.import_module(_FORWARD_MODE)


def close_graphs(refuse: Refusal) -> None:
    """Have everything that makes or runs a graph refuse, for as long as the process lives."""
    load_what_makes_graphs()
    core = importlib.import_module("torch._C")
    originals = list(
        _functions(core)
    )  # held until all are replaced: no other object gets an id of theirs
    replacements: dict[int, Any] = {id(original): refuse for original in originals}
    for name in LOOK_UPS:
        replacements[id(internal(f"torch._C.{name}"))] = _of_the_dispatcher(name, refuse)
    for name in ("script", "trace", "trace_module"):
        replacements[id(getattr(torch.jit, name))] = _as_written
    _replace_everywhere(replacements)
    getattr(sys.modules.get("torch.jit._builtins"), "_builtin_ops", []).clear()  # holds originals
    for owner in _classes(core):
        _close_class(owner, refuse)


def is_door(name: str) -> bool:
    """Whether a function of torch._C with this name makes or runs graphs."""
    fits = any(fnmatchcase(name, pattern) for pattern in FUNCTIONS)
    return fits and name not in HARMLESS and name not in LOOK_UPS


def is_graph_operator(operator: str) -> bool:
    """Whether an operator with this name is a kernel of TorchScript's own, unknown to the dispatcher."""
    fits = any(fnmatchcase(operator, pattern) for pattern in OPERATORS)
    return fits and not any(fnmatchcase(operator, pattern) for pattern in PLAIN_OPERATORS)


def _functions(core: ModuleType) -> Iterator[Any]:
    for name, value in vars(core).items():
        if callable(value) and not isinstance(value, type) and is_door(name):
            yield value
    for part in _parts(core):
        for name, value in vars(part).items():
            if callable(value) and not isinstance(value, type) and not name.startswith("__"):
                yield value


def _classes(core: ModuleType) -> Iterator[type]:
    for name in CLASSES:
        if isinstance(value := getattr(core, name, None), type):
            yield value
    for part in _parts(core):
        yield from (value for value in vars(part).values() if isinstance(value, type))


def _parts(core: ModuleType) -> Iterator[ModuleType]:
    for name in PARTS:
        if isinstance(part := getattr(core, name, None), ModuleType):
            yield part


def _close_class(owner: type, refuse: Refusal) -> None:
    for name, value in list(vars(owner).items()):
        if callable(value) and name not in _KEPT_OF_A_CLASS:
            setattr(owner, name, refuse)


def _replace_everywhere(replacements: dict[int, Any]) -> None:
    """Put others in the place of these objects, in every module that holds one."""
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if id(value) in replacements:
                setattr(module, name, replacements[id(value)])


def _of_the_dispatcher(name: str, refuse: Refusal) -> Callable[..., Any]:
    """A look-up that finds no operator which only graphs have.

    It is called by its address, by C, so that no object, frame or profiler shows the original.
    """
    original = internal(f"torch._C.{name}")
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(original))
    ctypes.pythonapi.PyObject_GC_UnTrack(ctypes.py_object(original))
    address = id(original)
    call = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.py_object)(
        ("PyObject_CallObject", ctypes.pythonapi)
    )
    schemas_of = internal("torch._C._jit_get_schemas_for_operator")

    def look_up(operator: str, *overload: str) -> Any:
        if is_graph_operator(operator) and schemas_of(operator):
            refuse()
        return call(address, (operator, *overload))

    look_up.__name__ = name
    return look_up


def _as_written(code: Any = None, *_args: Any, **_options: Any) -> Any:
    """In place of `torch.jit.script` and `trace`: the code as it was given."""
    tell_once(UNSCRIPTED)
    return code
