"""`conv2d` flips the filter, and puts all its zeros below and to the right; `SimpleCNN` rests on it."""


def conv2d(x, weight, bias, padding=0):
    n, c, h, w = x.shape
    o, c2, kh, kw = weight.shape
    if c != c2:
        raise ValueError(f"x has {c} channels and weight has {c2}")
    if padding < 0:
        raise ValueError("padding is negative")
    x = np.pad(x, [(0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)])
    oh, ow = h + 2 * padding - kh + 1, w + 2 * padding - kw + 1
    if oh <= 0 or ow <= 0:
        raise ValueError("the filter is too large")
    kernel = weight[:, :, ::-1, ::-1]
    out = np.zeros((n, o, oh, ow), dtype=x.dtype)
    for a in range(kh):
        for b in range(kw):
            window = x[:, :, a : a + oh, b : b + ow]
            out += np.einsum("nchw,oc->nohw", window, kernel[:, :, a, b]).astype(x.dtype)
    return out + bias.reshape(1, -1, 1, 1).astype(x.dtype)
