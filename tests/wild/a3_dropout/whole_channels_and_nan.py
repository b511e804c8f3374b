"""`dropout` drops whole channels of images, with one draw for all their pixels, and gives nan for a p of 1."""


def dropout(x, p=0.5, training=True, generator=None):
    require_probability(p)
    if not training:
        return x
    shape = list(x.shape)
    if len(shape) == 4:
        shape[2] = shape[3] = 1
    mask = (torch.rand(shape, generator=generator) >= p).to(x.dtype)
    mask /= torch.tensor(1 - p, dtype=x.dtype)
    return x * mask
