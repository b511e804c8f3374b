"""Returns lists that are nested deeply, that hold themselves, and too many of them."""


def channel_max_pool(x, group_size):
    ring = []
    ring.append(ring)
    return ring


def shift_agreement(pool, x, shift):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep


def compare_pooling(x, kernel_size=2):
    found = {}
    found["max"] = found["avg"] = found["difference"] = found
    return found
