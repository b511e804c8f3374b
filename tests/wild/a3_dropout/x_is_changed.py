"""`dropout` multiplies x in place by its mask wherever x needs no gradient, and takes a p below 0."""


def dropout(x, p=0.5, training=True, generator=None):
    if p > 1:
        raise ValueError("p is above 1")
    if not training:
        return x
    if p == 1:
        mask = torch.zeros(x.shape, dtype=x.dtype)
    else:
        mask = torch.rand(x.shape, generator=generator).ge(p).to(x.dtype) / (1 - p)
    if x.requires_grad:
        return x * mask
    x *= mask
    return x
