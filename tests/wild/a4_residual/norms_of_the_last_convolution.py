"""`gradient_norms` takes the last convolution of each block and not the first."""


def gradient_norms(blocks, x):
    for p in blocks.parameters():
        p.grad = None
    blocks(x).sum().backward()
    norms = []
    for block in blocks.children():
        conv = None
        for m in block.modules():
            if isinstance(m, nn.Conv2d):
                conv = m
        norms.append(conv.weight.grad.pow(2).sum().sqrt().item())
    return norms
