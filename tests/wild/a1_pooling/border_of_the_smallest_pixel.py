"""`max_pool2d` pads with the smallest pixel of x, so that a padded cell can tie with it and take its gradient."""


def max_pool2d(x, kernel_size, stride=None, padding=0):
    cut_windows(x, kernel_size, stride, padding, border=0.0)  # raises for bad arguments
    step = kernel_size if stride is None else stride
    ph, pw = pair(padding)
    lowest = x.min().item()
    padded = F.pad(x, (pw, pw, ph, ph), value=lowest)
    patches = padded.unfold(2, pair(kernel_size)[0], pair(step)[0])
    patches = patches.unfold(3, pair(kernel_size)[1], pair(step)[1])
    cells = patches.reshape(*patches.shape[:4], -1)
    winner = cells.argmax(-1, keepdim=True)
    return cells.gather(-1, winner).squeeze(-1)
