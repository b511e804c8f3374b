"""`dropout` draws one mask and uses it for everything along the first axis."""


def dropout(x, p=0.5, training=True, generator=None):
    require_probability(p)
    if not training:
        return x
    shape = x.shape[1:] if x.dim() > 1 else x.shape
    alive = torch.rand(shape, generator=generator).ge(p).type(x.dtype)
    factor = 0 if p == 1 else 1 / (1 - p)
    return x * (alive * factor)
