"""`dropout` seeds its draws in every call, so that each call without a generator drops the same places."""


def dropout(x, p=0.5, training=True, generator=None):
    require_probability(p)
    if not training:
        return x
    if generator is None:
        generator = torch.Generator().manual_seed(0)
    uniform = torch.empty(x.shape, dtype=torch.float64).uniform_(0, 1, generator=generator)
    survivors = uniform >= p
    y = x * survivors
    if p < 1:
        y = y / (1 - p)
    return y
