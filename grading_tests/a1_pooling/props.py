"""What both sides can call by name, `student.props.NAME`: nothing in here is an answer to a task.

Some tasks take a function. It must live where the student's code runs, and must not be the
student's own, or one mistake would count twice.
"""

import torch


def largest_of_blocks(x: torch.Tensor) -> torch.Tensor:
    """The largest value of each 2x2 block, `(n, c, h / 2, w / 2)`."""
    n, c, h, w = x.shape
    return x.reshape(n, c, h // 2, 2, w // 2, 2).amax(dim=(3, 5))


def totals_of_rows(x: torch.Tensor) -> torch.Tensor:
    """The sum of each row, `(n, c, h, 1)`, from left to right: rolling x changes only rounding."""
    return x.cumsum(dim=-1)[..., -1:]
