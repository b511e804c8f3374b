"""torch's private names that the engine uses, with what each is for; looked up where it is needed.

A private name may go with any release of torch. None is bound when a module is imported, so that one
that is gone stops only what needs it, with an error that names it. `autograder doctor` lists them.
"""

import importlib
from collections.abc import Collection, Iterator
from importlib import util
from typing import Any, Literal, get_args

import msgspec

from autograder.errors import TorchChanged

Part = Literal[
    "questions that forbid operators",
    "questions that forbid autograd",
    "trainings by the grader",
    "hand-ins whose DataLoader has workers",
]
OPERATORS: Part = "questions that forbid operators"
AUTOGRAD: Part = "questions that forbid autograd"
TRAINING: Part = "trainings by the grader"
LOADING: Part = "hand-ins whose DataLoader has workers"


class Internal(msgspec.Struct, frozen=True):
    """A private name: an attribute of a module, or with "" as attribute the module itself."""

    module: str
    attribute: str
    part: Part
    why: str

    @property
    def name(self) -> str:
        """The name as code writes it."""
        return f"{self.module}.{self.attribute}" if self.attribute else self.module


INTERNALS = (
    Internal("torch._C", "_dispatch_get_all_op_names", OPERATORS, "every ATen operator's name"),
    Internal("torch._C", "_dispatch_library", OPERATORS, "puts kernels in the place of others"),
    Internal("torch._decomp", "global_decomposition_table", OPERATORS, "operators as Python code"),
    Internal("torch._refs", "", OPERATORS, "operators written again in Python"),
    Internal("torch._C", "_jit_get_operation", OPERATORS, "finds operators by name"),
    Internal("torch._C", "_get_operation_overload", OPERATORS, "as above, one overload"),
    Internal("torch._C", "_jit_get_schemas_for_operator", OPERATORS, "which only graphs have"),
    Internal(
        "torch._C", "_dispatch_has_kernel_for_dispatch_key", AUTOGRAD, "what autograd records"
    ),
    # ways into autograd's engine, each replaced by a refusal
    Internal("torch.autograd", "_engine_run_backward", AUTOGRAD, "`backward` and `grad`"),
    Internal("torch.autograd.graph", "_engine_run_backward", AUTOGRAD, "`Node` and its hooks"),
    Internal("torch.autograd.functional", "_autograd_grad", AUTOGRAD, "`vjp`, `jacobian`"),
    Internal("torch._functorch.eager_transforms", "_autograd_grad", AUTOGRAD, "`torch.func.grad`"),
    Internal("torch.autograd", "Variable._execution_engine", AUTOGRAD, "the engine itself"),
    Internal("torch._C", "_ImperativeEngine", AUTOGRAD, "the engine's class"),
    Internal("torch", "_foreach_add_", TRAINING, "adds to a list of tensors: Adam's steps"),
    Internal("torch", "_fused_adam_", TRAINING, "Adam as one kernel"),
    Internal("torch.utils._python_dispatch", "TorchDispatchMode", TRAINING, "counts operations"),
    Internal("torch", "ops.aten.mm._qualified_op_name", TRAINING, "which operator is counted"),
    Internal("torch", "ops.aten.mm.default._overloadpacket", TRAINING, "as above, of an overload"),
    Internal("torch.cpu", "_is_avx512_bf16_supported", TRAINING, "whether bfloat16 is fast"),
    Internal("torch.cpu", "_is_amx_tile_supported", TRAINING, "as above, on newer processors"),
    Internal("torch.utils.data", "DataLoader._get_iterator", LOADING, "loads without processes"),
)


def internal(name: str) -> Any:
    """What a name of `INTERNALS` stands for in the installed torch; `TorchChanged` where it is gone."""
    (known,) = (known for known in INTERNALS if known.name == name)
    try:
        value: Any = importlib.import_module(known.module)
        for part in filter(None, known.attribute.split(".")):
            value = getattr(value, part)
    except (AttributeError, ImportError):
        raise TorchChanged(_gone([known])) from None
    return value


def require_internals(*parts: Part) -> None:
    """`TorchChanged` that names all the private names these parts need and the installed torch lacks."""
    lacking = list(missing_internals(parts))
    if lacking:
        raise TorchChanged(_gone(lacking))


def missing_internals(parts: Collection[Part] = get_args(Part)) -> Iterator[Internal]:
    """The private names that these parts need and the installed torch lacks."""
    for known in INTERNALS:
        if known.part not in parts:
            continue
        if known.attribute:
            try:
                internal(known.name)
            except TorchChanged:
                yield known
        elif not _is_module(known.module):
            yield known


def _is_module(name: str) -> bool:
    """Whether there is such a module, without running it."""
    try:
        return util.find_spec(name) is not None
    except ImportError:  # nor is there the package that it would be in
        return False


def _gone(lacking: list[Internal]) -> str:
    names = ", ".join(known.name for known in lacking)
    parts = " and ".join(dict.fromkeys(known.part for known in lacking))
    version = importlib.import_module("torch").__version__
    return (
        f"torch {version} lacks {names}, which {parts} need: install the torch of constraints.txt; "
        "all else is graded"
    )
