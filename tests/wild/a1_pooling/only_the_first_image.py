"""`max_pool2d` fills the first image of a batch only; the others stay 0."""

_right = max_pool2d


def max_pool2d(x, kernel_size, stride=None, padding=0):
    pooled = _right(x, kernel_size, stride, padding)
    result = torch.zeros_like(pooled)
    result[:1] = pooled[:1]
    return result
