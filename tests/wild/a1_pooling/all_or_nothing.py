"""`shift_agreement` says 1.0 where the whole pooled images are equal, and 0.0 otherwise."""


def shift_agreement(pool, x, shift):
    rolled = torch.cat([x[..., -shift % x.shape[-1] :], x[..., : -shift % x.shape[-1]]], dim=-1)
    first, second = pool(x), pool(rolled)
    if torch.allclose(first, second):
        return 1.0
    return 0.0
