"""`output_size` adds the 1 before it divides by the stride; the poolings by loops rest on it."""


def output_size(n, kernel_size, stride=1, padding=0):
    for value in (n, kernel_size, stride):
        if value <= 0:
            raise ValueError(f"{value} is below 1")
    if padding < 0:
        raise ValueError(f"padding {padding} is negative")
    room = n - kernel_size + 2 * padding
    if room < 0:
        raise ValueError(f"kernel_size {kernel_size} is too large for n = {n}")
    return (room + 1) // stride
