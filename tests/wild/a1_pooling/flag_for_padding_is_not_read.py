"""`avg_pool2d` never looks at count_include_pad: it always divides by kh * kw."""


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    cut_windows(x, kernel_size, stride, padding, 0.0)
    channels = x.shape[1]
    kh, kw = pair(kernel_size)
    kernel = x.new_ones(channels, 1, kh, kw)
    step = pair(kernel_size if stride is None else stride)
    summed = F.conv2d(x, kernel, stride=step, padding=pair(padding), groups=channels)
    return summed / (kh * kw)
