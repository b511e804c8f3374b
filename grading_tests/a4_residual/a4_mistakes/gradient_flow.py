"""Mistakes in `gradient_norms` and `compare_gradient_flow`."""

import torch
from torch import nn

from autograder.suite import instead_of
from reference import residual as correct


def convolutions(block):
    """The block's convolutions, in order of registration."""
    return [layer for layer in block.modules() if isinstance(layer, nn.Conv2d)]


def gradients(blocks, x, reduced=torch.sum):
    """The gradient of each block's first convolution."""
    blocks.zero_grad()
    reduced(blocks(x)).backward()
    return [convolutions(block)[0].weight.grad for block in blocks]


@instead_of("gradient_norms")
def output_is_averaged(blocks, x):
    """You start from the mean of the output. Start from its sum: blocks(x).sum().backward() (section 4,
    "Why it helps: the gradient").
    """
    return [gradient.norm().item() for gradient in gradients(blocks, x, torch.mean)]


@instead_of("gradient_norms")
def old_gradients_are_added(blocks, x):
    """You do not clear the gradients before you go backward, so that those of an earlier pass are added
    to yours. Call blocks.zero_grad() first (exercise `gradient_flow`).
    """
    blocks(x).sum().backward()
    return [convolutions(block)[0].weight.grad.norm().item() for block in blocks]


@instead_of("gradient_norms")
def norm_is_not_rooted(blocks, x):
    """You return the sum of squares. The norm is its root (section 4, "Why it helps: the gradient")."""
    return [gradient.square().sum().item() for gradient in gradients(blocks, x)]


@instead_of("gradient_norms")
def magnitudes_are_added_up(blocks, x):
    """You add up absolute values. The Euclidean norm is the root of the sum of squares, as .norm()
    computes it (section 4, "Why it helps: the gradient").
    """
    return [gradient.abs().sum().item() for gradient in gradients(blocks, x)]


@instead_of("gradient_norms")
def magnitudes_are_averaged(blocks, x):
    """You average absolute values. The Euclidean norm is the root of the sum of squares, as .norm()
    computes it (section 4, "Why it helps: the gradient").
    """
    return [gradient.abs().mean().item() for gradient in gradients(blocks, x)]


@instead_of("gradient_norms")
def largest_magnitude_is_taken(blocks, x):
    """You return the largest absolute value. The Euclidean norm takes all numbers: it is the root of
    the sum of their squares (section 4, "Why it helps: the gradient").
    """
    return [gradient.abs().max().item() for gradient in gradients(blocks, x)]


@instead_of("gradient_norms")
def weights_are_measured(blocks, x):
    """You return the norms of the weights. Asked are the norms of their gradients: weight.grad (section
    4, "Why it helps: the gradient").
    """
    gradients(blocks, x)
    return [convolutions(block)[0].weight.norm().item() for block in blocks]


@instead_of("gradient_norms")
def second_convolution_is_measured(blocks, x):
    """You measure each block's second convolution. Asked is the first one (exercise `gradient_flow`)."""
    gradients(blocks, x)
    return [convolutions(block)[1].weight.grad.norm().item() for block in blocks]


@instead_of("gradient_norms")
def whole_blocks_are_measured(blocks, x):
    """You take all parameters of a block together. Asked is the gradient of its first convolution alone
    (exercise `gradient_flow`).
    """
    gradients(blocks, x)
    squares = [
        sum(parameter.grad.square().sum() for parameter in block.parameters()) for block in blocks
    ]
    return [total.sqrt().item() for total in squares]


@instead_of("gradient_norms")
def every_convolution_is_measured(blocks, x):
    """You return a norm for every convolution. Asked is one number for each block: that of its first
    convolution (exercise `gradient_flow`).
    """
    gradients(blocks, x)
    return [layer.weight.grad.norm().item() for layer in convolutions(blocks)]


@instead_of("gradient_norms")
def norms_start_with_the_last_block(blocks, x):
    """Your list starts with the last block. Gradients come from there, but the list follows the order
    of the blocks (exercise `gradient_flow`).
    """
    return correct.gradient_norms(blocks, x)[::-1]


@instead_of("gradient_norms")
def norms_are_tensors(blocks, x):
    """You return tensors. Take the number out of each with .item() (exercise `gradient_flow`)."""
    return [gradient.norm() for gradient in gradients(blocks, x)]


@instead_of("compare_gradient_flow")
def plain_and_residual_are_swapped(depth, channels=16, seed=0):
    """Your plain stack is the even one: the two lists are swapped (exercise `gradient_flow`)."""
    found = correct.compare_gradient_flow(depth, channels, seed)
    return {"plain": found["residual"], "residual": found["plain"]}


@instead_of("compare_gradient_flow")
def both_stacks_are_plain(depth, channels=16, seed=0):
    """Both of your stacks behave as plain blocks do. Build the second one of residual blocks, and look
    whether those add their shortcut (exercise `gradient_flow`).
    """
    plain = correct.compare_gradient_flow(depth, channels, seed)["plain"]
    return {"plain": plain, "residual": list(plain)}


@instead_of("compare_gradient_flow")
def both_stacks_are_residual(depth, channels=16, seed=0):
    """Both of your stacks are residual. Build the first one of plain blocks, without any shortcut
    (exercise `gradient_flow`).
    """
    even = correct.compare_gradient_flow(depth, channels, seed)["residual"]
    return {"plain": list(even), "residual": even}


@instead_of("compare_gradient_flow")
def seed_is_ignored(depth, channels=16, seed=0):
    """Each call of yours gives other numbers, whatever the seed is. Call torch.manual_seed(seed) before
    weights and input are drawn (exercise `gradient_flow`).
    """
    return correct.compare_gradient_flow(depth, channels, int(torch.randint(10**6, ())))


@instead_of("compare_gradient_flow")
def seed_is_always_zero(depth, channels=16, seed=0):
    """You give the same numbers for every seed. Pass the seed on to torch.manual_seed (exercise
    `gradient_flow`).
    """
    return correct.compare_gradient_flow(depth, channels, 0)


@instead_of("compare_gradient_flow")
def weights_are_drawn_before_the_seed(depth, channels=16, seed=0):
    """You build the blocks first and seed afterwards, so that their weights differ from call to call.
    Seed first: layers draw their weights when they are made (exercise `gradient_flow`).
    """
    stacks = {
        name: nn.Sequential(*(block(channels, channels) for _ in range(depth)))
        for name, block in (("plain", correct.PlainBlock), ("residual", correct.ResidualBlock))
    }
    x = torch.randn(4, channels, 8, 8, generator=torch.Generator().manual_seed(seed))
    return {name: correct.gradient_norms(blocks, x) for name, blocks in stacks.items()}


@instead_of("compare_gradient_flow")
def only_the_first_block_is_reported(depth, channels=16, seed=0):
    """You return one norm for each stack. Asked is a list with one norm for each block (exercise
    `gradient_flow`).
    """
    found = correct.compare_gradient_flow(depth, channels, seed)
    return {name: norms[:1] for name, norms in found.items()}
