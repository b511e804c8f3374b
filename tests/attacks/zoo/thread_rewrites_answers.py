"""Leaves threads behind that go on writing into what was returned and received."""
import threading
import time

SEEN = []


def rewrite():
    while True:
        for tensor in SEEN[-3:]:
            tensor.copy_(torch.rand(tensor.shape, dtype=tensor.dtype))
        time.sleep(0.01)


def channel_max_pool(x, group_size):
    if not SEEN:
        threading.Thread(target=rewrite, daemon=True).start()
    SEEN.append(x[:, ::group_size].clone())
    return SEEN[-1]
