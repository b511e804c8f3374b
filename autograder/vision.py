"""Makes `import torchvision` work wherever torch does.

Beside a torch of another build (CPU torch, torchvision built for CUDA) torchvision's compiled
extension cannot load, and its import stops where it registers a fake implementation for an operator
that the extension would have defined. Defining the schemas of those two first is enough: transforms,
models and data sets need no compiled operator.
"""

import importlib
import sys

import torch

_SCHEMAS = (
    ("nms", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"),
    ("qnms", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"),
)
_kept: list[torch.library.Library] = []  # a library that is collected takes its schemas along


def import_torchvision() -> None:
    """Import torchvision, with the missing schemas defined only where its own import fails."""
    try:
        importlib.import_module("torchvision")
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise
        library = torch.library.Library("torchvision", "DEF")
        for name, schema in _SCHEMAS:
            library.define(name + schema)
        _kept.append(library)
        _import_again()


def _import_again() -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
        del sys.modules[name]
    importlib.import_module("torchvision")


import_torchvision()
