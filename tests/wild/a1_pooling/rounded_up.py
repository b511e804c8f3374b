"""`output_size` rounds up, so that a window which sticks out of the image counts; the poolings by loops rest on it."""

import math


def output_size(n, kernel_size, stride=1, padding=0):
    if n < 1 or kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("n, kernel_size and stride must be 1 or more, padding 0 or more")
    cells = n + padding + padding
    if cells < kernel_size:
        raise ValueError(f"a window of {kernel_size} does not fit into {cells} cells")
    return math.ceil((cells - kernel_size) / stride) + 1
