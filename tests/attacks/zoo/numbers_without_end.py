"""Returns numbers of millions of digits."""


def shift_agreement(pool, x, shift):
    return 10**1_000_000


def compare_pooling(x, kernel_size=2):
    return {"max": -(1 << 64), "avg": 1 << 64, "difference": 1e400}
