"""Pools below transforms of functions: vmap, functionalize, grad, a traced graph."""
import torch.nn.functional as F


def pooled(x, k, s):
    return F.max_pool2d(x, k, s)


ROUTES = [
    lambda x, k, s: torch.vmap(lambda one: pooled(one, k, s))(x[None])[0],
    lambda x, k, s: torch.func.functionalize(lambda one: pooled(one, k, s))(x),
    lambda x, k, s: torch.jit.trace(lambda one: pooled(one, k, s), x)(x),
    lambda x, k, s: torch.func.vjp(lambda one: pooled(one, k, s), x)[0],
]


def max_pool_loops(image, pool_size=2, stride=2):
    for route in ROUTES:
        try:
            return route(torch.from_numpy(image)[None, None], pair(pool_size), pair(stride))[0, 0].numpy()
        except Exception as error:
            last = error
    raise last
