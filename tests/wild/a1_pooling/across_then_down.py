"""`output_shape` gives the number across before the number down; the poolings by loops take their sizes from it."""


def output_shape(shape, kernel_size, stride=1, padding=0):
    h, w = pair(shape, "shape")
    k, s, p = pair(kernel_size, "kernel_size"), pair(stride, "stride"), pair(padding, "padding")
    down = output_size(h, k[0], s[0], p[0])
    across = output_size(w, k[1], s[1], p[1])
    return across, down
