"""Turns values into a small tree plus raw bytes, and back.

The tree (scalars, containers, shapes) goes into a frame's header, the elements of tensors and
arrays into its body. Only data is ever rebuilt: a decoded value is made of numbers, strings,
containers, `Ref`, plain contiguous `torch.Tensor`s and `numpy.ndarray`s, whatever the sender meant.
Nothing here runs a torch operator: in a fresh fork the first parallel region costs tens of
milliseconds.
"""

import math
import sys
from typing import Annotated, Any

import msgspec
import numpy as np
import torch

from autograder.errors import ProtocolError

MAX_DEPTH = 16
MAX_NODES = 20_000
MAX_DIMENSIONS = 16
ALIGNMENT = 64  # bytes; lets a tensor be a view of the body

_TORCH = {
    "f16": torch.float16, "bf16": torch.bfloat16, "f32": torch.float32, "f64": torch.float64,
    "c64": torch.complex64, "c128": torch.complex128, "bool": torch.bool, "u8": torch.uint8,
    "i8": torch.int8, "i16": torch.int16, "i32": torch.int32, "i64": torch.int64,
}  # fmt: skip
_NUMPY = {
    "f16": np.float16, "f32": np.float32, "f64": np.float64, "c64": np.complex64,
    "c128": np.complex128, "bool": np.bool_, "u8": np.uint8, "i8": np.int8, "i16": np.int16,
    "i32": np.int32, "i64": np.int64, "u16": np.uint16, "u32": np.uint32, "u64": np.uint64,
}  # fmt: skip
_TORCH_NAME = {dtype: name for name, dtype in _TORCH.items()}
_NUMPY_NAME = {np.dtype(dtype): name for name, dtype in _NUMPY.items()}
_SIZE = {
    "bool": 1, "u8": 1, "i8": 1, "i16": 2, "u16": 2, "f16": 2, "bf16": 2, "i32": 4, "u32": 4,
    "f32": 4, "i64": 8, "u64": 8, "f64": 8, "c64": 8, "c128": 16,
}  # fmt: skip


class Unsendable(TypeError):
    """A value that cannot cross: it is no data, or too much of it."""


class Ref(msgspec.Struct, frozen=True, array_like=True, tag="r"):
    """Stands for an object that stays where it was made; `kind` is its class's name, a hint."""

    id: int
    kind: Annotated[str, msgspec.Meta(max_length=100)] = "object"


class Seeded(msgspec.Struct, frozen=True, array_like=True, tag="g"):
    """Stands for a `torch.Generator` with this seed, made anew wherever it arrives."""

    seed: Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)]


class _Tensor(msgspec.Struct, frozen=True, array_like=True, tag="t"):
    dtype: str
    shape: tuple[Annotated[int, msgspec.Meta(ge=0, lt=1 << 40)], ...]
    numpy: bool


class _Bytes(msgspec.Struct, frozen=True, array_like=True, tag="b"):
    size: Annotated[int, msgspec.Meta(ge=0, lt=1 << 40)]


class _List(msgspec.Struct, frozen=True, array_like=True, tag="l"):
    items: list["_Node"]


class _Tuple(msgspec.Struct, frozen=True, array_like=True, tag="u"):
    items: list["_Node"]


class _Dict(msgspec.Struct, frozen=True, array_like=True, tag="d"):
    keys: list[bool | int | float | str | None]
    values: list["_Node"]


_Node = bool | int | float | str | Ref | Seeded | _Tensor | _Bytes | _List | _Tuple | _Dict | None
_header = msgspec.msgpack.Decoder(_Node)


def encode(value: Any, max_body: int) -> tuple[bytes, list[memoryview | bytes]]:
    """The header and the pieces of the body of a value; `Unsendable` where it cannot cross."""
    encoder = _Encoder(max_body)
    try:
        return msgspec.msgpack.encode(encoder.node(value, 0)), encoder.pieces
    except (OverflowError, UnicodeEncodeError) as error:
        raise Unsendable(f"cannot send this value: {error}") from None


class _Encoder:
    def __init__(self, max_body: int) -> None:
        self.pieces: list[memoryview | bytes] = []
        self.size = 0
        self.nodes = 0
        self.max_body = max_body

    def node(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise Unsendable("the value is nested too deeply or has too many parts")
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray | np.generic) and not isinstance(value, float):
            return self._array(value)
        if value is None or isinstance(value, bool | Ref | Seeded):
            return value
        for plain in (int, float, str):
            if isinstance(value, plain):
                return plain(value)
        if isinstance(value, bytes | bytearray):
            return self._append(memoryview(value), _Bytes(len(value)))
        if isinstance(value, list | tuple):
            items = [self.node(item, depth + 1) for item in value]
            return _Tuple(items) if isinstance(value, tuple) else _List(items)
        if isinstance(value, dict):
            return self._dict(value, depth)
        raise Unsendable(f"cannot send an object of type {type(value).__name__}")

    def _dict(self, value: dict, depth: int) -> _Dict:
        if not all(key is None or isinstance(key, bool | int | float | str) for key in value):
            raise Unsendable("cannot send a dict whose keys are not text or numbers")
        return _Dict(list(value), [self.node(item, depth + 1) for item in value.values()])

    def _tensor(self, value: torch.Tensor) -> _Tensor:
        if value.layout != torch.strided or value.device.type == "meta" or value.is_quantized:
            raise Unsendable("cannot send a tensor that is sparse, quantised or without data")
        if value.dtype not in _TORCH_NAME:
            raise Unsendable(f"cannot send a tensor of dtype {value.dtype}")
        node = _Tensor(_TORCH_NAME[value.dtype], tuple(value.shape), False)
        self._refuse_more_than_fits(value.numel() * value.element_size())
        plain = torch.Tensor.detach(value).cpu().resolve_conj().resolve_neg()
        if plain.dtype == torch.bfloat16:
            plain = plain.contiguous().view(torch.int16)  # numpy has no bfloat16
        return self._append(_bytes_of(plain.numpy()), node)

    def _array(self, value: np.ndarray | np.generic) -> _Tensor:
        array = np.asarray(value)
        if array.dtype not in _NUMPY_NAME:
            raise Unsendable(f"cannot send an array of dtype {array.dtype}")
        self._refuse_more_than_fits(array.nbytes)
        return self._append(_bytes_of(array), _Tensor(_NUMPY_NAME[array.dtype], array.shape, True))

    def _refuse_more_than_fits(self, size: int) -> None:
        # before anything is materialised: an expanded tensor may claim terabytes
        if self.size + size > self.max_body:
            raise Unsendable(f"the value is larger than {self.max_body >> 20} MB")

    def _append(self, piece: memoryview, node: Any) -> Any:
        padding = -self.size % ALIGNMENT
        self._refuse_more_than_fits(padding + piece.nbytes)
        self.pieces += [bytes(padding), piece] if padding else [piece]
        self.size += padding + piece.nbytes
        return node


def _bytes_of(array: np.ndarray) -> memoryview:
    contiguous = np.ascontiguousarray(array)
    if sys.byteorder == "big":
        contiguous = contiguous.astype(contiguous.dtype.newbyteorder("<"))
    return contiguous.reshape(-1).view(np.uint8).data if array.size else memoryview(b"")


def decode(header: bytes, body: bytearray) -> Any:
    """The value of a frame; `ProtocolError` where the frame contradicts itself."""
    try:
        node = _header.decode(header)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ProtocolError(f"the header is no value: {error}") from None
    decoder = _Decoder(body)
    value = decoder.value(node, 0)
    if decoder.offset != len(body):
        raise ProtocolError(f"{len(body) - decoder.offset} bytes follow the last tensor")
    return value


class _Decoder:
    def __init__(self, body: bytearray) -> None:
        self.body = body
        self.offset = 0
        self.nodes = 0

    def value(self, node: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise ProtocolError("the value is nested too deeply or has too many parts")
        if isinstance(node, _List):
            return [self.value(item, depth + 1) for item in node.items]
        if isinstance(node, _Tuple):
            return tuple(self.value(item, depth + 1) for item in node.items)
        if isinstance(node, _Dict):
            if len(node.keys) != len(node.values):
                raise ProtocolError("a dict has more keys than values, or fewer")
            values = [self.value(item, depth + 1) for item in node.values]
            return dict(zip(node.keys, values, strict=True))
        if isinstance(node, _Tensor):
            return self._tensor(node)
        if isinstance(node, _Bytes):
            return bytes(self._take(node.size))
        return node

    def _tensor(self, node: _Tensor) -> torch.Tensor | np.ndarray:
        known = _NUMPY if node.numpy else _TORCH
        if node.dtype not in known or len(node.shape) > MAX_DIMENSIONS:
            raise ProtocolError(f"a tensor has dtype {node.dtype!r}, {len(node.shape)} dimensions")
        # zeros count as ones: (0, 2**39, 2**39) holds nothing and still breaks strides
        if math.prod(size or 1 for size in node.shape) * _SIZE[node.dtype] > 1 << 40:
            raise ProtocolError("a tensor's shape is out of range")
        raw = self._take(math.prod(node.shape) * _SIZE[node.dtype])
        if node.dtype == "bool" and bytes(raw).translate(None, b"\0\1"):
            raise ProtocolError("a boolean is neither 0 nor 1")
        if node.numpy:
            return np.frombuffer(raw, dtype=_NUMPY[node.dtype]).reshape(node.shape)
        if not len(raw):
            return torch.empty(node.shape, dtype=_TORCH[node.dtype])
        return torch.frombuffer(raw, dtype=_TORCH[node.dtype]).view(node.shape)

    def _take(self, size: int) -> memoryview:
        start = self.offset + -self.offset % ALIGNMENT
        if start + size > len(self.body):
            raise ProtocolError("a tensor reaches past the end of the frame")
        self.offset = start + size
        return memoryview(self.body)[start : self.offset]
