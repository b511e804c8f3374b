"""Calls with gradients: the output, and a cotangent pulled back to everything that went in."""

from collections.abc import Callable
from typing import Any

import torch


def vjp(function: Callable[..., Any], args: tuple, kwargs: dict, cotangent: Any) -> dict[str, Any]:
    """`{"output", "args", "kwargs", "parameters"}`: the output and a gradient (or None) for each.

    The floating tensors of `args` and `kwargs` are made leaves that require gradients.
    """
    inputs = {("args", i): value for i, value in enumerate(args) if _differentiable(value)}
    inputs |= {("kwargs", name): v for name, v in kwargs.items() if _differentiable(v)}
    for tensor in inputs.values():
        tensor.requires_grad_()
    parameters = _parameters(function)
    inputs |= {("parameters", name): value for name, value in parameters.items()}
    output = function(*args, **kwargs)
    outputs, cotangents = _matched(output, cotangent)
    # a scalar, because passing cotangents to autograd makes every fresh fork import sympy (0.4 s)
    scalars = [
        (tensor * gradient).sum() for tensor, gradient in zip(outputs, cotangents, strict=True)
    ]
    grads = torch.autograd.grad(
        torch.stack(scalars).sum(), list(inputs.values()), allow_unused=True
    )
    grad_of = dict(zip(inputs, grads, strict=True))
    return {
        "output": outputs[0] if len(outputs) == 1 else tuple(outputs),
        "args": [grad_of.get(("args", i)) for i in range(len(args))],
        "kwargs": {name: grad_of.get(("kwargs", name)) for name in kwargs},
        "parameters": {name: grad_of[("parameters", name)] for name in parameters},
    }


def _parameters(subject: Any) -> dict[str, torch.nn.Parameter]:
    module = getattr(subject, "__self__", subject)  # a bound method belongs to its module
    if not isinstance(module, torch.nn.Module):
        return {}
    return {name: p for name, p in module.named_parameters() if p.requires_grad}


def _differentiable(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and (value.is_floating_point() or value.is_complex())


def _matched(output: Any, cotangent: Any) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    outputs = list(output) if isinstance(output, list | tuple) else [output]
    cotangents = list(cotangent) if isinstance(cotangent, list | tuple) else [cotangent]
    if not all(isinstance(item, torch.Tensor) for item in outputs):
        raise TypeError(f"expected a tensor as the output, got {type(output).__name__}")
    if len(outputs) != len(cotangents) or any(
        map(lambda o, g: o.shape != g.shape, outputs, cotangents)
    ):
        shapes = [tuple(item.shape) for item in outputs]
        raise TypeError(f"expected output of shape {tuple(cotangents[0].shape)}, got {shapes}")
    if not any(item.requires_grad for item in outputs):
        raise TypeError("the output is not connected to the input: autograd has no path back")
    return outputs, cotangents
