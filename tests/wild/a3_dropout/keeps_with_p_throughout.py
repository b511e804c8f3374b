"""`dropout` takes p for the probability to keep, in its mask and in its scale."""


def dropout(x, p=0.5, training=True, generator=None):
    if p < 0 or p > 1:
        raise ValueError(f"p = {p} is no probability")
    if not training:
        return x
    keep = p
    if keep == 0:
        return torch.zeros_like(x) * x
    mask = (torch.rand(x.shape, generator=generator) < keep).float() / keep
    return (x * mask).to(x.dtype)
