"""Mistakes in counting windows: `output_size` and `output_shape`."""

from autograder.suite import instead_of
from reference import pooling as correct
from reference.output_size import Window, pair


@instead_of("output_size")
def size_is_not_rounded(n: int, kernel_size: int, stride: int = 1, padding: int = 0) -> float:
    """You divide with `/`, so you return a float such as 2.5. A number of windows is a whole
    number: round the quotient down with `//`, which gives an int (section 2, "How many windows
    fit?").
    """
    correct.output_size(n, kernel_size, stride, padding)
    return (n + 2 * padding - kernel_size) / stride + 1


@instead_of("output_size")
def size_is_rounded_up(n: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """You round the quotient up, so you count a window that reaches past the end. Round down: cells
    that fill no whole window are left out (section 2, "How many windows fit?").
    """
    correct.output_size(n, kernel_size, stride, padding)
    return -((kernel_size - n - 2 * padding) // stride) + 1


@instead_of("output_size")
def size_is_rounded_to_the_nearest(
    n: int, kernel_size: int, stride: int = 1, padding: int = 0
) -> int:
    """You round to the nearest whole number, which sometimes is one window too many. Always round
    down: most of a window is no window (section 2, "How many windows fit?").
    """
    correct.output_size(n, kernel_size, stride, padding)
    return round((n + 2 * padding - kernel_size) / stride + 1)


@instead_of("output_size")
def padding_does_not_count(n: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """You leave the padding out of the size. Windows cut the padded image, which has n + 2 *
    padding cells along the axis (section 2, "How many windows fit?").
    """
    correct.output_size(n, kernel_size, stride, padding)
    return (n - kernel_size) // stride + 1


@instead_of("output_size")
def padding_counts_once(n: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """You count the padding once. It lies at both ends of the axis: n + 2 * padding cells in all
    (section 2, "How many windows fit?").
    """
    correct.output_size(n, kernel_size, stride, padding)
    return (n + padding - kernel_size) // stride + 1


@instead_of("output_size")
def size_is_n_over_k(n: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """You divide the size by the window, which is right only where stride equals window. The first
    window takes kernel_size cells; each further one needs stride more (section 2, "How many windows
    fit?").
    """
    correct.output_size(n, kernel_size, stride, padding)
    return (n + 2 * padding) // kernel_size


@instead_of("output_size")
def first_window_is_forgotten(n: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """You count the steps between windows, so your size is one too small. The first window needs no
    step: add 1 after the division (section 2, "How many windows fit?").
    """
    correct.output_size(n, kernel_size, stride, padding)
    return (n + 2 * padding - kernel_size) // stride


@instead_of("output_size")
def one_is_added_before_dividing(
    n: int, kernel_size: int, stride: int = 1, padding: int = 0
) -> int:
    """You add the 1 before you divide, so it is divided, too. The 1 is the first window, not a
    cell: it comes after the division (section 2, "How many windows fit?").
    """
    correct.output_size(n, kernel_size, stride, padding)
    return (n + 2 * padding - kernel_size + 1) // stride


@instead_of("output_size")
def nothing_is_refused(n: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """You compute a size even where there is none. Raise ValueError when n, kernel_size or stride
    is below 1, when padding is below 0, and when the window does not fit (exercise `output_size`).
    """
    return (n + 2 * padding - kernel_size) // stride + 1


@instead_of("output_size")
def windows_that_do_not_fit_are_counted(
    n: int, kernel_size: int, stride: int = 1, padding: int = 0
) -> int:
    """You check each argument by itself, but not whether they fit together. Raise ValueError also
    when kernel_size is larger than n + 2 * padding (exercise `output_size`).
    """
    if min(n, kernel_size, stride) < 1 or padding < 0:
        raise ValueError
    return (n + 2 * padding - kernel_size) // stride + 1


@instead_of("output_shape")
def height_stands_for_width(
    shape: Window, kernel_size: Window, stride: Window = 1, padding: Window = 0
) -> tuple[int, int]:
    """You use the height for both axes, which is right on squares only. Compute the width with the
    second number of each pair (exercise `output_size`).
    """
    h, k = pair(shape, "shape")[0], pair(kernel_size, "kernel_size")[0]
    s, p = pair(stride, "stride")[0], pair(padding, "padding")[0]
    return correct.output_shape(h, k, s, p)


@instead_of("output_shape")
def width_comes_first(
    shape: Window, kernel_size: Window, stride: Window = 1, padding: Window = 0
) -> tuple[int, int]:
    """You return (width, height). Shapes of images name rows first: return (height, width), windows
    down and windows across (exercise `output_size`).
    """
    down, across = correct.output_shape(shape, kernel_size, stride, padding)
    return across, down
