"""`output_size` refuses a window that is exactly as large as the padded axis, and takes a negative padding."""


def output_size(n, kernel_size, stride=1, padding=0):
    assert_positive = {"n": n, "kernel_size": kernel_size, "stride": stride}
    for name in assert_positive:
        if assert_positive[name] < 1:
            raise ValueError(name + " must be at least 1")
    if not kernel_size < n + 2 * padding:
        raise ValueError("kernel_size must fit into the padded input")
    size = 0
    start = 0
    while start + kernel_size <= n + 2 * padding:
        size, start = size + 1, start + stride
    return size
