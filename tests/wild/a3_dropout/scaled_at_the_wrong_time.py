"""`dropout` scales nothing in training, and divides by 1 - p without training."""


def dropout(x, p=0.5, training=True, generator=None):
    require_probability(p)
    if not training:
        return x / (1 - p) if p < 1 else x
    drop = torch.rand(x.size(), generator=generator) < p
    out = x.masked_fill(drop, 0.0)
    return out
