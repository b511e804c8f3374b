"""`avg_pool2d` convolves with a filter that adds up all channels, so that each output channel is their sum."""


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    cut_windows(x, kernel_size, stride, padding, 0.0)
    c = x.shape[1]
    kh, kw = pair(kernel_size)
    strides = pair(stride) if stride is not None else (kh, kw)
    box = x.new_full((c, c, kh, kw), 1 / (kh * kw))
    y = F.conv2d(x, box, None, strides, pair(padding))
    if count_include_pad:
        return y
    seen = F.conv2d(x.new_ones(1, 1, *x.shape[2:]), box[:1, :1], None, strides, pair(padding))
    return y / seen
