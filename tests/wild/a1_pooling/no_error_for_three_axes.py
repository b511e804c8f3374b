"""`max_pool2d` takes an image without a batch axis for a batch of one, in place of refusing it."""


def max_pool2d(x, kernel_size, stride=None, padding=0):
    if x.dim() == 3:
        x = x.unsqueeze(0)
    w = cut_windows(x, kernel_size, stride, padding, -INFINITY)
    best = w.flatten(4).argmax(4, keepdim=True)
    return w.flatten(4).gather(4, best).squeeze(4)
