"""`avg_pool2d` without count_include_pad divides by the number of cells that are not 0, so that zeros of the image count as padding."""


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    patches = cut_windows(x, kernel_size, stride, padding, 0.0).flatten(4)
    if count_include_pad:
        return patches.sum(-1) / patches.shape[-1]
    number = (patches != 0).sum(-1).clamp(min=1)
    return patches.sum(-1) / number
