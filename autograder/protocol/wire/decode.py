"""Rebuilds a value from a frame that nobody vouches for.

Only data comes out: numbers, strings, containers, `Ref`, plain contiguous `torch.Tensor`s and
`numpy.ndarray`s, whatever the sender meant. `ProtocolError` is the only way it fails.
"""

import math
from typing import Any

import msgspec
import numpy as np
import torch

from autograder.errors import ProtocolError
from autograder.protocol.wire.nodes import (
    ALIGNMENT,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_NODES,
    NUMPY,
    PLAIN,
    SIZE,
    TORCH,
    BytesNode,
    DictNode,
    ListNode,
    Node,
    TensorNode,
    TupleNode,
)

_header = msgspec.msgpack.Decoder(Node)


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
        if type(node) in PLAIN:
            return node
        if isinstance(node, ListNode):
            return [self.value(item, depth + 1) for item in node.items]
        if isinstance(node, TupleNode):
            return tuple(self.value(item, depth + 1) for item in node.items)
        if isinstance(node, DictNode):
            if len(node.keys) != len(node.values):
                raise ProtocolError("a dict has more keys than values, or fewer")
            values = [self.value(item, depth + 1) for item in node.values]
            return dict(zip(node.keys, values, strict=True))
        if isinstance(node, TensorNode):
            return self._tensor(node)
        if isinstance(node, BytesNode):
            return bytes(self._take(node.size))
        return node

    def _tensor(self, node: TensorNode) -> torch.Tensor | np.ndarray:
        dtypes = NUMPY if node.numpy else TORCH
        if node.dtype not in dtypes or len(node.shape) > MAX_DIMENSIONS:
            raise ProtocolError(f"a tensor has dtype {node.dtype!r}, {len(node.shape)} dimensions")
        # zeros count as ones: (0, 2**39, 2**39) holds nothing and still breaks strides
        if math.prod(size or 1 for size in node.shape) * SIZE[node.dtype] > 1 << 40:
            raise ProtocolError("a tensor's shape is out of range")
        raw = self._take(math.prod(node.shape) * SIZE[node.dtype])
        if node.dtype == "bool" and bytes(raw).translate(None, b"\0\1"):
            raise ProtocolError("a boolean is neither 0 nor 1")
        if node.numpy:
            return np.frombuffer(raw, dtype=NUMPY[node.dtype]).reshape(node.shape)
        if not len(raw):
            return torch.empty(node.shape, dtype=TORCH[node.dtype])
        return torch.frombuffer(raw, dtype=TORCH[node.dtype]).view(node.shape)

    def _take(self, size: int) -> memoryview:
        start = self.offset + -self.offset % ALIGNMENT
        if start + size > len(self.body):
            raise ProtocolError("a tensor reaches past the end of the frame")
        self.offset = start + size
        return memoryview(self.body)[start : self.offset]
