"""Mistakes in pooling over channels: `channel_max_pool`."""

from torch import Tensor

from autograder.suite import instead_of
from reference import pooling as correct


@instead_of("channel_max_pool")
def groups_take_every_nth_channel(x: Tensor, group_size: int) -> Tensor:
    """Your groups take channels that lie apart. A group holds consecutive channels: group g starts
    at channel g * group_size (section 8, "Pooling over channels").
    """
    correct.channel_max_pool(x, group_size)
    return x.unflatten(1, (group_size, -1)).amax(dim=1)


@instead_of("channel_max_pool")
def group_size_is_the_number_of_groups(x: Tensor, group_size: int) -> Tensor:
    """You make group_size groups. It is the number of channels in each group; there are c //
    group_size groups (section 8, "Pooling over channels").
    """
    correct.channel_max_pool(x, group_size)
    return x.unflatten(1, (group_size, -1)).amax(dim=2)


@instead_of("channel_max_pool")
def all_channels_are_one_group(x: Tensor, group_size: int) -> Tensor:
    """You take the maximum over all channels. Take it over each group of group_size channels by
    itself (section 8, "Pooling over channels").
    """
    correct.channel_max_pool(x, group_size)
    return x.amax(dim=1, keepdim=True)


@instead_of("channel_max_pool")
def groups_are_averaged(x: Tensor, group_size: int) -> Tensor:
    """You take the mean of each group. This question asks for its largest value, pixel by pixel
    (section 8, "Pooling over channels").
    """
    correct.channel_max_pool(x, group_size)
    return x.unflatten(1, (-1, group_size)).mean(dim=2)


@instead_of("channel_max_pool")
def leftover_channels_are_dropped(x: Tensor, group_size: int) -> Tensor:
    """You drop the channels that fill no group. Raise ValueError when the number of channels is no
    multiple of group_size (exercise `channel_pool`).
    """
    groups = x.shape[1] // group_size
    return x[:, : groups * group_size].unflatten(1, (groups, group_size)).amax(dim=2)


@instead_of("channel_max_pool")
def refusal_is_left_to_torch(x: Tensor, group_size: int) -> Tensor:
    """Groups that do not come out even fail somewhere inside, with a RuntimeError. Check the number
    of channels first, and raise ValueError (exercise `channel_pool`).
    """
    n, c, h, w = x.shape
    return x.reshape(n, c // group_size, group_size, h, w).amax(dim=2)


@instead_of("channel_max_pool")
def maximum_over_channels_starts_at_zero(x: Tensor, group_size: int) -> Tensor:
    """You never return less than 0: your maximum starts at 0. Start it at minus infinity, or take
    the maximum of the channels alone (section 10, "When it does not work").
    """
    return correct.channel_max_pool(x, group_size).clamp(min=0)
