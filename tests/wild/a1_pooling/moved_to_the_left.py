"""`shift_agreement` moves the columns to the left."""


def shift_agreement(pool, x, shift):
    width = x.shape[-1]
    order = [(column + shift) % width for column in range(width)]
    still, moved = pool(x), pool(x[..., order])
    tolerance = 1e-5 if still.dtype == torch.float32 else 1e-12
    same = torch.isclose(still, moved, rtol=tolerance, atol=tolerance)
    return int(same.sum()) / same.numel()
