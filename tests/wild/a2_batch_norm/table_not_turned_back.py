"""`batch_norm2d` normalises and scales a right table of channels, but reshapes it back to the shape of x without moving the channels back."""


def batch_norm2d(x, gamma, beta, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma, beta=beta)
    N, C, H, W = x.shape
    rows = torch.movedim(x, 1, 3).reshape(N * H * W, C)
    centre = rows - rows.sum(0) / rows.shape[0]
    spread = (centre * centre).sum(0) / rows.shape[0]
    out = centre * (spread + eps) ** -0.5 * gamma + beta
    return out.reshape(N, C, H, W)
