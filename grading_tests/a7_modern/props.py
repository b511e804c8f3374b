"""What both sides can call by name, `student.props.NAME`: nothing in here is an answer to a task.

`fill_by_shape` gives a vision transformer weights that do not depend on how it packs or names them.
"""

import torch
from torch import nn


def buffer_count(net: nn.Module) -> int:
    """How many floating numbers the network keeps beside its parameters."""
    return sum(b.numel() for b in net.buffers() if b.is_floating_point())


def silence_convolutions(net: nn.Module) -> None:
    """Set the weights of all convolutions to zero, whatever they are called."""
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.dim() == 4:
                parameter.zero_()


def fill_by_shape(net: nn.Module, sizes: list[int], seed: int) -> bool:
    """Set every parameter by its shape alone; False where a shape is none that a ViT needs.

    `sizes` is dim, pixels of a patch times 3, number of patches, number of classes: no two matrices
    of different meaning may then share a shape. Square matrices are all equal and symmetric, the MLP's
    two are each other's transpose, all pixels of a patch weigh the same, vectors are all equal but
    those that start as ones (scales of norms): so it does not matter which is which.
    """
    table = _table(*sizes, seed)
    scale = table.pop("scale")
    with torch.no_grad():
        for parameter in net.parameters():
            shape = tuple(parameter.shape)
            if parameter.dim() == 4:
                parameter.copy_(table["patch"][:, None, None, None].expand(shape))
            elif shape == scale.shape and bool((parameter == 1).all()):
                parameter.copy_(scale)
            else:
                kept = shape if parameter.dim() == 1 else tuple(s for s in shape if s != 1)
                if kept not in table:
                    return False
                parameter.copy_(table[kept].reshape(shape))
    return True


def _table(dim: int, pixels: int, patches: int, classes: int, seed: int) -> dict:
    generator = torch.Generator().manual_seed(seed)

    def draw(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator, dtype=torch.float64)

    square = draw(dim, dim)
    square = (square + square.T) / (1.2 * dim**0.5)
    wide, head = 1.5 * draw(4 * dim, dim) / dim**0.5, draw(classes, dim) / dim**0.5
    bias, patch, positions = 0.5 * draw(dim), 0.1 * draw(dim), draw(patches + 1, dim)
    positions[0] = 0  # so that a class token may go without one
    packed = torch.cat([square] * 3)
    linear = patch[:, None].expand(dim, pixels)
    matrices = [square, wide, wide.T, head, head.T, packed, packed.T, linear, linear.T]
    vectors = [bias, torch.cat([bias] * 3), 0.5 * draw(4 * dim), 0.5 * draw(classes)]
    rows = [*matrices, *vectors, positions, positions[1:]]
    table: dict = {tuple(row.shape): row for row in rows}
    return {**table, "patch": patch, "scale": 1 + 0.3 * draw(dim)}
