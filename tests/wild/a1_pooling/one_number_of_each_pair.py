"""`output_shape` uses the first number of stride and padding for both axes; `output_size` divides by `/` and returns a float from it."""


def output_size(n, kernel_size, stride=1, padding=0):
    if min(n, kernel_size, stride) < 1:
        raise ValueError(f"n, kernel_size, stride are {n}, {kernel_size}, {stride}; all must be above 0")
    if padding < 0 or kernel_size > n + 2 * padding:
        raise ValueError(f"padding is {padding}, kernel_size {kernel_size}, n {n}: no window fits")
    return float(np.floor((n + 2 * padding - kernel_size) / stride)) + 1


def output_shape(shape, kernel_size, stride=1, padding=0):
    k, s, p = pair(kernel_size), pair(stride), pair(padding)
    sizes = [output_size(pair(shape)[axis], k[axis], s[0], p[0]) for axis in (0, 1)]
    return tuple(sizes)
