"""Differentiates in TorchScript, whose operators for it are no operators of ATen."""

UNIT = """
def pulled_back(total, x):
    return torch.autograd.grad([total], [x])[0]

def run(total):
    total.backward()
"""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    leaf = x.clone().requires_grad_()
    total = (max_pool2d(leaf, kernel_size, stride, padding) * grad_output).sum()
    return torch.jit.CompilationUnit(UNIT).pulled_back(total, leaf)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0, count_include_pad=True):
    leaf = x.clone().requires_grad_()
    total = (avg_pool2d(leaf, kernel_size, stride, padding) * grad_output).sum()
    torch.jit.CompilationUnit(UNIT).run(total)
    return leaf.grad
