"""`dropout` works on x.data, so that no gradient flows; and it returns float32 for any dtype."""


def dropout(x, p=0.5, training=True, generator=None):
    require_probability(p)
    if not training:
        return x
    values = x.data
    drop = torch.rand(x.shape, generator=generator) < p
    zero = torch.zeros((), dtype=x.dtype)
    result = torch.where(drop, zero, values / (1 - p if p < 1 else 1))
    return result.float()
