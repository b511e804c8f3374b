"""`compare_gradient_flow` gives the norms of the plain stack as "residual" and the other way round, and
raises no error for a depth below 1.
"""


def compare_gradient_flow(depth, channels=16, seed=0):
    if channels < 1:
        raise ValueError(f"channels is {channels}")

    def stack(block):
        torch.manual_seed(seed)
        return nn.Sequential(*[block(channels, channels) for _ in range(max(depth, 1))])

    nets = {"residual": stack(PlainBlock), "plain": stack(ResidualBlock)}
    x = torch.randn(2, channels, 12, 12, generator=torch.Generator().manual_seed(seed))
    return {kind: gradient_norms(net, x) for kind, net in nets.items()}
