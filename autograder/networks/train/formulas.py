"""What an operator costs, from its shapes: multiplications and additions of matrix products.

`torch.utils.flop_counter` counts convolutions and most products. These formulas stand where it has
none for a processor (fused attention, recurrent layers, matrix times vector) or another number (the
weight gradient of a convolution in groups). A product of m x k and k x n costs 2 * m * k * n.
"""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from torch import Tensor
from torch.utils.flop_counter import flop_registry

Formula = Callable[..., int]  # (result, *arguments of the operator, **its keywords)


def formula_of(operator: Any) -> Formula | None:
    """The formula for an ATen operator, such as `torch.ops.aten.mm.default`; None: it is free."""
    packet = getattr(operator, "_overloadpacket", None)
    formula = OWN.get(getattr(packet, "_qualified_op_name", ""))
    registered = flop_registry.get(packet)
    if formula or not registered:
        return formula
    return lambda result, *args, **kwargs: registered(*args, **kwargs, out_val=result)


def _convolved(x: Tensor, weight: Tensor, out: Tensor, transposed: bool) -> int:
    """Each cell of the smaller map meets the whole weight once; in groups, a weight is thinner."""
    cells = (x if transposed else out).shape[2:]
    return 2 * len(x) * prod(cells) * weight.numel()


def convolution(result: Tensor, x: Tensor, weight: Tensor, *arguments: Any, **_: Any) -> int:
    """One pass; `arguments` holds bias, stride, padding, dilation, transposed, and more."""
    return _convolved(x, weight, result, arguments[4])


def convolution_backward(
    _result: Any, grad: Tensor, x: Tensor, weight: Tensor, *arguments: Any, **_: Any
) -> int:
    """As much again for the gradient of x, and for that of the weight, where it is asked for."""
    transposed, of_x, of_weight = arguments[4], *arguments[7][:2]
    return (bool(of_x) + bool(of_weight)) * _convolved(x, weight, grad, transposed)


def _pairs(q: Tensor, k: Tensor) -> int:
    """How many queries meet how many keys, in all images and heads; masks are not looked at."""
    return prod(q.shape[:-1]) * k.shape[-2]


def attention(_result: Any, q: Tensor, k: Tensor, v: Tensor, *_: Any, **__: Any) -> int:
    """Scores, then a mean of the values."""
    return 2 * _pairs(q, k) * (q.shape[-1] + v.shape[-1])


def attention_backward(
    _result: Any, _grad: Tensor, q: Tensor, k: Tensor, v: Tensor, *_: Any, **__: Any
) -> int:
    """The scores once more; gradients of scores and v; gradients of q and k."""
    return 2 * _pairs(q, k) * (3 * q.shape[-1] + 2 * v.shape[-1])


def _through(x: Tensor, weights: Sequence[Tensor]) -> int:
    """Every row of x goes through these matrices; vectors among them are biases."""
    rows = prod(x.shape[:-1])
    return 2 * rows * sum(weight.numel() for weight in weights if weight.dim() == 2)


def recurrent_layer(_result: Any, x: Tensor, *weights: Any, **_: Any) -> int:
    """One layer in one direction, the weights of input and state first."""
    return _through(x, weights[:2])


def recurrent_layer_backward(_result: Any, x: Tensor, *weights: Any, **_: Any) -> int:
    """Gradients of inputs, states and weights."""
    return 2 * _through(x, weights[:2])


def recurrent_layers(_result: Any, x: Tensor, weights: Sequence[Tensor], *_: Any, **__: Any) -> int:
    """All layers and directions."""
    return _through(x, weights)


def recurrent_layers_backward(
    _result: Any, x: Tensor, weights: Sequence[Tensor], *_: Any, **__: Any
) -> int:
    """As in one layer."""
    return 2 * _through(x, weights)


def attending_layer(_result: Any, x: Tensor, *arguments: Any, **_: Any) -> int:
    """Self-attention, four matrices; `arguments`: key, value, size, heads, weights and biases."""
    return _attending(x, arguments[4], arguments[6])


def encoder_layer(_result: Any, x: Tensor, *arguments: Any, **_: Any) -> int:
    """Self-attention and the two matrices behind it; `arguments`: size, heads, weights and more."""
    return _attending(x, arguments[2], arguments[4]) + _through(x, (arguments[13], arguments[15]))


def _attending(x: Tensor, packed: Tensor, project: Tensor) -> int:
    return _through(x, (packed, project)) + attention(None, x, x, x)


def vector(_result: Any, matrix: Tensor, *_: Any, **__: Any) -> int:
    """A matrix, or a vector, times a vector."""
    return 2 * matrix.numel()


def added_vector(_result: Any, _added: Tensor, matrix: Tensor, *_: Any, **__: Any) -> int:
    """The same, added to something."""
    return 2 * matrix.numel()


def added_product(_result: Any, _added: Tensor, a: Tensor, b: Tensor, *_: Any, **__: Any) -> int:
    """A product of matrices, or of stacks of them, added to something."""
    return 2 * a.numel() * b.shape[-1]


def three_factors(
    _result: Any, a: Tensor, b: Tensor, c: Tensor, *expanded_and_summed: Sequence[int], **_: Any
) -> int:
    """Bilinear layers: a product of three tensors, with axes added to each, summed over some."""
    expanded = expanded_and_summed[:3]
    shapes = [_with_axes(t.shape, axes) for t, axes in zip((a, b, c), expanded, strict=True)]
    return 2 * prod(map(max, *shapes))


def _with_axes(shape: Sequence[int], axes: Sequence[int]) -> list[int]:
    sizes = list(shape)
    for axis in sorted(axes):
        sizes.insert(axis, 1)
    return sizes


FLASH = "_scaled_dot_product_flash_attention"
NAMED: dict[str, Formula] = {
    "convolution": convolution,
    "_convolution": convolution,
    "convolution_overrideable": convolution,
    "convolution_backward": convolution_backward,
    "convolution_backward_overrideable": convolution_backward,
    f"{FLASH}_for_cpu": attention,
    f"{FLASH}_for_cpu_backward": attention_backward,
    "mkldnn_rnn_layer": recurrent_layer,
    "mkldnn_rnn_layer_backward": recurrent_layer_backward,
    "_cudnn_rnn": recurrent_layers,
    "_cudnn_rnn_backward": recurrent_layers_backward,
    "_native_multi_head_attention": attending_layer,
    "_transformer_encoder_layer_fwd": encoder_layer,
    "mv": vector,
    "dot": vector,
    "vdot": vector,
    "addmv": added_vector,
    "addbmm": added_product,
    "_addmm_activation": added_product,
    "_trilinear": three_factors,
}
OWN = {f"aten::{name}": formula for name, formula in NAMED.items()}
