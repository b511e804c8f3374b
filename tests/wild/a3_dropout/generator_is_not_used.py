"""`dropout` does not use its generator, and refuses a p of 1."""


def dropout(x, p=0.5, training=True, generator=None):
    if not (0 <= p < 1):
        raise ValueError(f"p must be in [0, 1), got {p}")
    if not training:
        return x
    noise = torch.rand(x.shape)
    scale = 1.0 / (1.0 - p) if p != 1 else 0.0
    return x * torch.where(noise < p, 0.0, scale).to(x.dtype)
