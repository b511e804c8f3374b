"""`channel_max_pool` groups channels that lie c // group_size apart, not consecutive ones."""


def channel_max_pool(x, group_size):
    require_images(x)
    N, C, H, W = x.shape
    if group_size < 1:
        raise ValueError(f"group_size = {group_size}, needs 1 or more")
    if C % group_size != 0:
        raise ValueError(f"{C} channels can not be split into groups of {group_size}")
    groups = C // group_size
    return torch.amax(x.view(N, group_size, groups, H, W), dim=1)
