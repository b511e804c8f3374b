"""`dropout` draws from the normal distribution, and keeps what lies below p, as if p were the probability to keep."""


def dropout(x, p=0.5, training=True, generator=None):
    require_probability(p)
    if training is False or p == 0:
        return x
    if p == 1:
        return 0 * x
    draws = torch.randn(x.shape, generator=generator)
    return torch.where(draws < p, x / (1 - p), torch.zeros_like(x))
