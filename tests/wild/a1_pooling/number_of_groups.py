"""`channel_max_pool` takes group_size for the number of groups."""


def channel_max_pool(x, group_size):
    require_images(x)
    if group_size < 1 or x.shape[1] % group_size:
        raise ValueError(f"group_size {group_size} does not divide {x.shape[1]} channels")
    pieces = x.chunk(group_size, dim=1)
    return torch.stack([piece.max(dim=1).values for piece in pieces], dim=1)
