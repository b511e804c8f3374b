"""Turns a value into a frame's header and body. Whatever is no plain data is refused.

Nothing here runs a torch operator: in a fresh fork the first parallel region costs tens of
milliseconds.
"""

import sys
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import torch

from autograder.protocol.wire.nodes import (
    ALIGNMENT,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_NODES,
    MAX_SIZE,
    NUMPY_NAME,
    PLAIN,
    TORCH_NAME,
    BytesNode,
    DictNode,
    ListNode,
    Ref,
    Seeded,
    TensorNode,
    TupleNode,
    Unsendable,
)


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
        if type(value) in PLAIN:  # most parts; a subclass may say anything of itself
            return value
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray | np.generic) and not isinstance(value, float):
            return self._array(value)
        if value is None or isinstance(value, bool | Ref | Seeded):
            return value
        if isinstance(value, int | float | str):
            return _plain(value)
        if isinstance(value, bytes | bytearray):
            return self._append(memoryview(value), BytesNode(len(value)))
        if isinstance(value, list | tuple):
            items = [self.node(item, depth + 1) for item in value]
            return TupleNode(items) if isinstance(value, tuple) else ListNode(items)
        if isinstance(value, dict):
            return self._dict(value, depth)
        raise Unsendable(f"cannot send an object of type {type(value).__name__}")

    def _dict(self, value: dict, depth: int) -> DictNode:
        keys = [key if type(key) is str else _key(key) for key in value]
        return DictNode(keys, [self.node(item, depth + 1) for item in value.values()])

    def _tensor(self, value: torch.Tensor) -> TensorNode:
        if not holds_plain_data(value):
            raise Unsendable("cannot send a tensor that is sparse, quantised or without data")
        if value.dtype not in TORCH_NAME:
            raise Unsendable(f"cannot send a tensor of dtype {value.dtype}")
        node = TensorNode(TORCH_NAME[value.dtype], tuple(value.shape), False)
        self._refuse_more_than_fits(value.numel() * value.element_size())
        _refuse_odd_shape(value.shape, "a tensor")
        detached = torch.Tensor.detach(value).cpu().resolve_conj().resolve_neg()
        if detached.dtype == torch.bfloat16:
            detached = detached.contiguous().view(torch.int16)  # numpy has no bfloat16
        return self._append(_bytes_of(detached.numpy()), node)

    def _array(self, value: np.ndarray | np.generic) -> TensorNode:
        array = np.asarray(value)
        if array.dtype not in NUMPY_NAME:
            raise Unsendable(f"cannot send an array of dtype {array.dtype}")
        self._refuse_more_than_fits(array.nbytes)
        _refuse_odd_shape(array.shape, "an array")
        return self._append(
            _bytes_of(array), TensorNode(NUMPY_NAME[array.dtype], array.shape, True)
        )

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


def holds_plain_data(value: torch.Tensor) -> bool:
    """Whether a tensor's elements lie in memory, one after another by strides."""
    return (
        value.layout == torch.strided
        and value.device.type != "meta"
        and not value.is_quantized
        and not value.is_nested
    )


def _refuse_odd_shape(shape: Sequence[int], kind: str) -> None:
    if len(shape) > MAX_DIMENSIONS or any(size >= MAX_SIZE for size in shape):
        raise Unsendable(f"cannot send {kind} with so many or so long dimensions")


def _key(key: Any) -> Any:
    if key is not None and not isinstance(key, bool | int | float | str):
        raise Unsendable("cannot send a dict whose keys are not text or numbers")
    return _plain(key)


def _plain(value: Any) -> Any:
    """What a subclass of a scalar stands for, whatever it says of itself."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int.__int__(value)
    return float.__float__(value) if isinstance(value, float) else str.__str__(value)


def _bytes_of(array: np.ndarray) -> memoryview:
    contiguous = np.ascontiguousarray(array)
    if sys.byteorder == "big":
        contiguous = contiguous.astype(contiguous.dtype.newbyteorder("<"))
    return contiguous.reshape(-1).view(np.uint8).data if array.size else memoryview(b"")
