"""`count_parameters` counts buffers, too, and counts the frozen parameters where it is asked for the
trainable ones; `describe` rests on it.
"""


def count_parameters(model, trainable_only=False):
    if trainable_only:
        return sum(p.numel() for p in model.parameters() if not p.requires_grad)
    total = 0
    for p in model.parameters():
        total += p.numel()
    for b in model.buffers():
        total += b.numel()
    return total
