"""Batch normalisation: all that assignment a2 asks for, under the names it asks for.

Images are `(n, c, h, w)`. Nothing changes its inputs; dtype and device stay.
Source: Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing
internal covariate shift" (2015).
"""

from reference.architectures.small_cnn import SmallCNN
from reference.batch_norm_backward import batch_norm2d_backward
from reference.batch_norm_layers import BatchNorm2d, ConvBNReLU
from reference.batch_statistics import batch_norm2d, update_running_stats
from reference.loss_curve import loss_curve

__all__ = [
    "BatchNorm2d",
    "ConvBNReLU",
    "SmallCNN",
    "batch_norm2d",
    "batch_norm2d_backward",
    "loss_curve",
    "update_running_stats",
]
