"""Where in an array the wrong values lie, small enough for a result: a picture without a value.

It says nothing of what was given or expected, and shows no answer either: a function may return its
input, and inputs stay hidden.
"""

import numpy as np

MOST = 16  # rows and columns; larger planes are summed up
RIGHT, EVERYWHERE = ".", "9"


def wrong_places(wrong: np.ndarray) -> tuple[str, ...]:
    """The plane of the last two axes, a string for each row: "." where all is right, and from "1"
    to "9" how much is wrong there, over all other axes. Empty where that tells nothing.
    """
    if wrong.size < 2 or wrong.all():
        return ()
    plane = wrong.reshape(-1, *wrong.shape[-2:]) if wrong.ndim > 1 else wrong.reshape(1, 1, -1)
    share = _summed_up(_summed_up(plane.mean(axis=0), 0), 1)
    rows = tuple("".join(map(_sign, row)) for row in share)
    return () if set("".join(rows)) <= {EVERYWHERE} else rows


def _summed_up(plane: np.ndarray, axis: int) -> np.ndarray:
    """The plane with at most `MOST` rows or columns, each the mean of those it stands for."""
    edges = np.linspace(0, plane.shape[axis], min(MOST, plane.shape[axis]) + 1).astype(int)
    counts = np.diff(edges)
    sums = np.add.reduceat(plane, edges[:-1], axis=axis)
    return sums / (counts[:, None] if axis == 0 else counts)


def _sign(share: float) -> str:
    return str(max(1, int(share * 9))) if share else RIGHT
