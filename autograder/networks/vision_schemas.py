"""Makes torchvision importable wherever torch is, whenever it will be imported.

Beside a torch of another build (CPU torch, torchvision built for CUDA) torchvision's compiled
extension cannot load, and its import stops where it registers a fake implementation for an operator
that the extension would have defined. Defining the schemas of those two first is enough: transforms,
models and data sets need no compiled operator.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType

import torch

_SCHEMAS = (
    ("nms", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"),
    ("qnms", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"),
)
_REGISTERS = "torchvision._meta_registrations"  # what torchvision imports after its extension
_libraries: list[torch.library.Library] = []  # a library that is collected takes its schemas along


def mend_torchvision() -> None:
    """Have the missing schemas defined when torchvision is imported, if they are missing then."""
    if not any(isinstance(finder, _MissingSchemas) for finder in sys.meta_path):
        sys.meta_path.insert(0, _MissingSchemas())


class _MissingSchemas(importlib.abc.MetaPathFinder):
    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the interface's
        target: ModuleType | None = None,  # noqa: ARG002 - the interface's
    ) -> importlib.machinery.ModuleSpec | None:
        """No spec, ever; but the schemas, in time."""
        if fullname == _REGISTERS and not _libraries and not hasattr(torch.ops.torchvision, "nms"):
            library = torch.library.Library("torchvision", "DEF")
            for name, schema in _SCHEMAS:
                library.define(name + schema)
            _libraries.append(library)
        return None
