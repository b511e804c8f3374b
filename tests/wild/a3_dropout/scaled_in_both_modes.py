"""`dropout` divides by 1 - p without training, too."""


def dropout(x, p=0.5, training=True, generator=None):
    require_probability(p)
    if p == 1:
        return torch.zeros_like(x) * x if training else x
    scaled = x / (1 - p)
    if not training:
        return scaled
    coins = torch.empty(x.shape).bernoulli_(1 - p, generator=generator)
    return scaled * coins.to(x.dtype)
