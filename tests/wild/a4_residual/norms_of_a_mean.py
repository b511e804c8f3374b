"""`gradient_norms` goes backward from the mean of the outputs and not from their sum."""


def gradient_norms(blocks, x):
    weights = []
    for block in blocks:
        convs = [m for m in block.modules() if isinstance(m, nn.Conv2d)]
        weights.append(convs[0].weight)
    grads = torch.autograd.grad(blocks(x).mean(), weights)
    return [torch.linalg.vector_norm(g).item() for g in grads]
