"""Mistakes in `count_parameters`."""

import math

from torch import nn

from autograder.suite import instead_of
from reference import architectures_all as correct


@instead_of("count_parameters")
def counts_tensors(model: nn.Module, trainable_only: bool = False) -> int:
    """You count the parameter tensors, not the numbers in them. Add up `numel()` of each (section 2,
    "What is counted").
    """
    return sum(1 for p in model.parameters() if p.requires_grad or not trainable_only)


@instead_of("count_parameters")
def counts_buffers_too(model: nn.Module, trainable_only: bool = False) -> int:
    """You count what batch normalisation keeps as running statistics, too. They are buffers: nothing
    learns them. Count `parameters()`, not the state dict (section 2, "What is counted").
    """
    if trainable_only:
        return correct.count_parameters(model, trainable_only)
    buffers = sum(buffer.numel() for buffer in model.buffers())
    shared = {p.data_ptr(): p for p in model.parameters()}
    return sum(p.numel() for p in shared.values()) + buffers


@instead_of("count_parameters")
def counts_the_state_dict(model: nn.Module, trainable_only: bool = False) -> int:
    """You add up the state dict. It holds running statistics, which nothing learns, and a shared
    tensor twice. Count `parameters()` (section 2, "What is counted").
    """
    if trainable_only:
        return correct.count_parameters(model, trainable_only)
    return sum(tensor.numel() for tensor in model.state_dict().values())


@instead_of("count_parameters")
def ignores_trainable_only(model: nn.Module, trainable_only: bool = False) -> int:
    """You count frozen parameters even with `trainable_only=True`. A parameter is trainable where its
    `requires_grad` is true (exercise `count_parameters`).
    """
    return correct.count_parameters(model)


@instead_of("count_parameters")
def never_counts_frozen_parameters(model: nn.Module, trainable_only: bool = False) -> int:
    """You leave frozen parameters out always. By default all parameters count; only
    `trainable_only=True` leaves frozen ones out (exercise `count_parameters`).
    """
    return correct.count_parameters(model, trainable_only=True)


@instead_of("count_parameters")
def counts_the_frozen_ones(model: nn.Module, trainable_only: bool = False) -> int:
    """With `trainable_only=True` you count just the frozen parameters: the condition is the wrong way
    round. Trainable is what requires a gradient (exercise `count_parameters`).
    """
    count = correct.count_parameters(model)
    return count - correct.count_parameters(model, True) if trainable_only else count


@instead_of("count_parameters")
def leaves_biases_out(model: nn.Module, trainable_only: bool = False) -> int:
    """You count weights only. Biases are parameters, too, and so are the scale and shift of batch
    normalisation (section 2, "What is counted").
    """
    counted = (p for p in model.parameters() if p.requires_grad or not trainable_only)
    return sum(p.numel() for p in counted if p.dim() > 1)


@instead_of("count_parameters")
def looks_at_the_outer_layers_only(model: nn.Module, trainable_only: bool = False) -> int:
    """You look at the model's direct layers and miss what stands inside them. `parameters()` goes
    through all levels (section 2, "What is counted").
    """
    own = [p for layer in model.children() for p in layer.parameters(recurse=False)]
    unique = {p.data_ptr(): p for p in own}.values()
    return sum(p.numel() for p in unique if p.requires_grad or not trainable_only)


@instead_of("count_parameters")
def gives_a_float(model: nn.Module, trainable_only: bool = False) -> float:
    """Your count is a `float`; a count is an `int`. Add up `numel()`, which are whole numbers
    (exercise `count_parameters`).
    """
    counted = (p for p in model.parameters() if p.requires_grad or not trainable_only)
    return float(sum(math.prod(p.shape) for p in counted))
