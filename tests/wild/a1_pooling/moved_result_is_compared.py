"""`shift_agreement` moves the pooled image by the same number of columns and compares that with what it gets from the moved image."""


def shift_agreement(pool, x, shift):
    plain = pool(x)
    plain = torch.roll(plain, shift, dims=3)
    shifted = pool(torch.roll(x, shift, dims=3))
    close = torch.isclose(plain, shifted, rtol=1e-5, atol=1e-7)
    return (close.sum() / close.numel()).item()
