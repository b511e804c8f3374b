"""Returns a gigabyte, or more if it gets it."""


def channel_max_pool(x, group_size):
    return torch.zeros(250_000_000)


def compare_pooling(x, kernel_size=2):
    return bytes(900 << 20)
