"""What a frame's header is made of: scalars, containers, and shapes of what lies in the body."""

from typing import Annotated

import msgspec
import numpy as np
import torch

MAX_DEPTH = 16
MAX_NODES = 20_000
MAX_DIMENSIONS = 16
MAX_SIZE = 1 << 40  # of one dimension
ALIGNMENT = 64  # bytes; lets a tensor be a view of the body

TORCH = {
    "f16": torch.float16, "bf16": torch.bfloat16, "f32": torch.float32, "f64": torch.float64,
    "c64": torch.complex64, "c128": torch.complex128, "bool": torch.bool, "u8": torch.uint8,
    "i8": torch.int8, "i16": torch.int16, "i32": torch.int32, "i64": torch.int64,
}  # fmt: skip
NUMPY = {
    "f16": np.float16, "f32": np.float32, "f64": np.float64, "c64": np.complex64,
    "c128": np.complex128, "bool": np.bool_, "u8": np.uint8, "i8": np.int8, "i16": np.int16,
    "i32": np.int32, "i64": np.int64, "u16": np.uint16, "u32": np.uint32, "u64": np.uint64,
}  # fmt: skip
TORCH_NAME = {dtype: name for name, dtype in TORCH.items()}
NUMPY_NAME = {np.dtype(dtype): name for name, dtype in NUMPY.items()}
SIZE = {
    "bool": 1, "u8": 1, "i8": 1, "i16": 2, "u16": 2, "f16": 2, "bf16": 2, "i32": 4, "u32": 4,
    "f32": 4, "i64": 8, "u64": 8, "f64": 8, "c64": 8, "c128": 16,
}  # fmt: skip


PLAIN = frozenset({bool, int, float, str, type(None)})  # a node of the same value


def array_of(tensor: torch.Tensor) -> np.ndarray:
    """The values as an array: float32 for bfloat16, which NumPy does not have."""
    return (tensor.float() if tensor.dtype == torch.bfloat16 else tensor).detach().cpu().numpy()


class Unsendable(TypeError):
    """A value that cannot cross: it is no data, or too much of it."""


class Ref(msgspec.Struct, frozen=True, array_like=True, tag="r"):
    """Stands for an object that stays where it was made; `kind` is its class's name, a hint."""

    id: int
    # a name and nothing else: it stands in messages, and the sender may be hostile
    kind: Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[^\W\d]\w*\Z")] = "object"


class Seeded(msgspec.Struct, frozen=True, array_like=True, tag="g"):
    """Stands for a `torch.Generator` with this seed, made anew wherever it arrives."""

    seed: Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)]


class TensorNode(msgspec.Struct, frozen=True, array_like=True, tag="t"):
    """A tensor's or an array's dtype and shape; its elements are next in the body."""

    dtype: str
    shape: tuple[Annotated[int, msgspec.Meta(ge=0, lt=MAX_SIZE)], ...]
    numpy: bool


class BytesNode(msgspec.Struct, frozen=True, array_like=True, tag="b"):
    """Raw bytes, next in the body."""

    size: Annotated[int, msgspec.Meta(ge=0, lt=1 << 40)]


class ListNode(msgspec.Struct, frozen=True, array_like=True, tag="l"):
    """A list."""

    items: list["Node"]


class TupleNode(msgspec.Struct, frozen=True, array_like=True, tag="u"):
    """A tuple."""

    items: list["Node"]


class DictNode(msgspec.Struct, frozen=True, array_like=True, tag="d"):
    """A dict; its keys are scalars."""

    keys: list[bool | int | float | str | None]
    values: list["Node"]


Node = (
    bool
    | int
    | float
    | str
    | Ref
    | Seeded
    | TensorNode
    | BytesNode
    | ListNode
    | TupleNode
    | DictNode
    | None
)
