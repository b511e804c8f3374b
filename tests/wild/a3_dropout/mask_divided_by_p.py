"""`dropout` divides its mask by p, the probability to drop."""


def dropout(x, p=0.5, training=True, generator=None):
    require_probability(p)
    if not training or p == 0:
        return x
    if p == 1:
        return x * 0
    mask = (torch.rand(x.shape, generator=generator) >= p).to(x.dtype)
    return x * (mask / p)
