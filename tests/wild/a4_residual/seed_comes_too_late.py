"""`compare_gradient_flow` seeds after the blocks are made, so that their weights do not follow the seed."""


def compare_gradient_flow(depth, channels=16, seed=0):
    if depth < 1 or channels < 1:
        raise ValueError(f"depth = {depth} and channels = {channels} must be at least 1")
    plain = nn.Sequential(*(PlainBlock(channels, channels) for _ in range(depth)))
    residual = nn.Sequential(*(ResidualBlock(channels, channels) for _ in range(depth)))
    torch.manual_seed(seed)
    images = torch.randn(8, channels, 16, 16)
    return {
        "plain": gradient_norms(plain, images),
        "residual": gradient_norms(residual, images),
    }
