"""How many windows fit: the one formula behind every convolution and pooling layer.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapters 2
and 3. Everything here is whole numbers: no tensor comes near it.
"""

from collections.abc import Sequence

Window = int | Sequence[int]  # one number for both axes, or (height, width)


def output_size(n: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """The number of windows along an axis of n cells: floor((n + 2p - k) / s) + 1.

    `ValueError` when n, kernel_size or stride is below 1, padding is below 0, or the window is
    longer than the padded axis.
    """
    _require_at_least(1, n=n, kernel_size=kernel_size, stride=stride)
    _require_at_least(0, padding=padding)
    padded = n + 2 * padding
    if kernel_size > padded:
        raise ValueError(f"kernel_size is {kernel_size}; it must fit into n + 2 padding = {padded}")
    return (padded - kernel_size) // stride + 1


def output_shape(
    shape: Window, kernel_size: Window, stride: Window = 1, padding: Window = 0
) -> tuple[int, int]:
    """The numbers of windows (down, across) in an image of `shape` (height, width).

    `ValueError` where `output_size` raises it on either axis.
    """
    heights, widths = zip(
        pair(shape, "shape"),
        pair(kernel_size, "kernel_size"),
        pair(stride, "stride"),
        pair(padding, "padding"),
        strict=True,
    )
    return output_size(*heights), output_size(*widths)


def pair(value: Window, name: str) -> tuple[int, int]:
    """`value` as (height, width); `ValueError` when it is neither one number nor two."""
    if isinstance(value, int):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}; it must be a number or (height, width)")
    return value[0], value[1]


def _require_at_least(minimum: int, **values: int) -> None:
    for name, value in values.items():
        if value < minimum:
            raise ValueError(f"{name} is {value}; it must be at least {minimum}")
