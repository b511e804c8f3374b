"""What the wrong answers of a function have in common: a sentence that is true, where no mistake is known.

It needs no catalogue: it compares what came with what the reference gives, and looks at what was
asked. It says what is so in these tests, and guesses nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch

from autograder.diagnose.agree import agree
from autograder.diagnose.compare import Pair
from autograder.diagnose.conditions import condition
from autograder.protocol.steps import Value
from autograder.protocol.wire import array_of

MOST_FACTORS = 4  # that are shown
Shows = Callable[[np.ndarray, np.ndarray], bool]  # what came, what is right -> is it so?


class Wrong(NamedTuple):
    """One array of an answer that is not as it should be."""

    got: Any
    right: Any
    of_gradient: bool


def symptom(pairs: Sequence[Pair], function: Any) -> str:
    """What is so of all wrong answers among these, in one or two sentences; "" where nothing is.

    `function` is the right one: its signature names the arguments.
    """
    unlike = [pair for pair in pairs if not agree(pair.theirs, pair.ours)]
    wrong = [pair for pair in unlike if isinstance(pair.theirs, Value)]
    leaves = [leaf for pair in wrong for leaf in _wrong_leaves(pair)]
    if not leaves or len(leaves) < len(wrong):
        return ""
    said = [condition(pairs, function), _common(leaves)]
    if all(leaf.of_gradient for leaf in leaves) and len(wrong) == len(unlike):
        said.insert(0, "All outputs are right; what is wrong is the gradient.")
    return " ".join(filter(None, said))


def _wrong_leaves(pair: Pair) -> Iterator[Wrong]:
    """Of a gradient's answer the output, where it is wrong, else what is wrong of the rest."""
    assert isinstance(pair.theirs, Value)
    got, right = pair.theirs.value, pair.ours.value if isinstance(pair.ours, Value) else None
    if pair.step.verb == "vjp" and isinstance(got, dict) and isinstance(right, dict):
        output = list(_leaves(got.get("output"), right.get("output"), False))
        rest = [key for key in right if key != "output"]
        yield from output or _leaves(
            {key: got.get(key) for key in rest}, {key: right[key] for key in rest}, True
        )
    elif pair.step.verb == "call":
        yield from _leaves(got, right, False)


def _leaves(got: Any, right: Any, of_gradient: bool) -> Iterator[Wrong]:
    if isinstance(got, dict) and isinstance(right, dict) and got.keys() == right.keys():
        for key in right:
            yield from _leaves(got[key], right[key], of_gradient)
    elif isinstance(got, list | tuple) and isinstance(right, list | tuple):
        for mine, other in zip(got, right, strict=False):
            yield from _leaves(mine, other, of_gradient)
    elif not agree(Value(got), Value(right)):
        yield Wrong(got, right, of_gradient)


def _common(leaves: Sequence[Wrong]) -> str:
    """The first sentence of the table that is true of all of them."""
    if not all(_is_numeric(leaf.got) and _is_numeric(leaf.right) for leaf in leaves):
        return ""
    if all(leaf.got is not None and _is_other_dtype(leaf) for leaf in leaves):
        dtypes = {(str(leaf.got.dtype), str(leaf.right.dtype)) for leaf in leaves}
        got, right = min(dtypes)
        return f"The values are right, but their dtype is not: {got} instead of {right}."
    arrays = [(_array(leaf.got), _array(leaf.right)) for leaf in leaves]
    for sentence, shows in TABLE:
        if all(shows(got, right) for got, right in arrays):
            return sentence
    return _factor(arrays) or _offset(arrays)


def _is_numeric(value: Any) -> bool:
    """Whether it is made of numbers that a float64 can stand for."""
    if isinstance(value, torch.Tensor):
        return not value.is_complex()
    if isinstance(value, np.ndarray | np.generic | int | float):
        return np.asarray(value).dtype.kind in "biuf"  # a huge integer is an object
    return False


def _array(value: Any) -> np.ndarray:
    array = array_of(value) if isinstance(value, torch.Tensor) else np.asarray(value)
    return array.astype(np.float64)


def _is_other_dtype(leaf: Wrong) -> bool:
    dtypes = getattr(leaf.got, "dtype", None), getattr(leaf.right, "dtype", None)
    both = None not in dtypes and type(leaf.got) is type(leaf.right)
    return both and dtypes[0] != dtypes[1] and _near(_array(leaf.got), _array(leaf.right))


def _near(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-4, atol=1e-5, equal_nan=True)


def _swapped(got: np.ndarray, right: np.ndarray) -> bool:
    return got.ndim > 1 and _near(got.swapaxes(-1, -2), right)


def _reshaped(got: np.ndarray, right: np.ndarray) -> bool:
    return got.shape != right.shape and got.size == right.size and _near(got.ravel(), right.ravel())


def _shuffled(got: np.ndarray, right: np.ndarray) -> bool:
    several = got.size == right.size and right.size > 2
    return several and _near(np.sort(got, axis=None), np.sort(right, axis=None))


def _cut(small: np.ndarray, large: np.ndarray) -> bool:
    """Whether one is the other without its last rows or columns."""
    if small.ndim != large.ndim or small.ndim < 2 or not small.size or small.shape == large.shape:
        return False
    fits = all(a <= b for a, b in zip(small.shape, large.shape, strict=True))
    return fits and _near(small, large[tuple(map(slice, small.shape))])


def _all_but(*right_place: Any) -> Shows:
    """Right at this place, and wrong in more than one value elsewhere: one alone may lie there by chance."""

    def shows(got: np.ndarray, right: np.ndarray) -> bool:
        if got.shape != right.shape or got.ndim != 4 or got.size == got[right_place].size:
            return False
        wrong = ~np.isclose(got, right, rtol=1e-4, atol=1e-5, equal_nan=True)
        inside = wrong[right_place]
        return bool(inside.size and not inside.any() and np.count_nonzero(wrong) > 1)

    return shows


_INNER = slice(1, -1)
TABLE: tuple[tuple[str, Shows], ...] = (
    ("The values are right, but the shape is not.", _reshaped),
    ("All wrong answers hold nothing but zeros.", lambda got, right: not got.any()),
    ("All wrong answers hold NaN.", lambda got, right: bool(np.isnan(got).any())),
    ("Rows and columns of the wrong answers are swapped.", _swapped),
    ("The wrong answers have the wrong sign, and are right without it.",
     lambda got, right: _near(-got, right)),
    ("The wrong answers lack rows or columns at the end; what they hold is right.", _cut),
    ("The wrong answers have rows or columns too many at the end; the others are right.",
     lambda got, right: _cut(right, got)),
    ("Only the first image of a batch is right.", _all_but(slice(0, 1))),
    ("Only the first channel is right.", _all_but(slice(None), slice(0, 1))),
    ("All is right but the last row.", _all_but(..., slice(0, -1), slice(None))),
    ("All is right but the last column.", _all_but(..., slice(0, -1))),
    ("All is right but the last row and the last column.", _all_but(..., slice(0, -1), slice(0, -1))),
    ("All is right but the cells at the border.", _all_but(..., _INNER, _INNER)),
    ("The right values stand in another order.", _shuffled),
)  # fmt: skip


def _factor(arrays: Sequence[tuple[np.ndarray, np.ndarray]]) -> str:
    """That each answer is a multiple of the right one."""
    factors = []
    for got, right in arrays:
        if got.shape != right.shape or not right.any():
            return ""
        place = np.unravel_index(np.abs(right).argmax(), right.shape)
        factors.append(float(got[place] / right[place]))
        if right.size < 2 or not _near(got, factors[-1] * right):
            return ""
    different = list(dict.fromkeys(f"{factor:.3g}" for factor in factors))
    if len(different) == 1:
        return f"Every wrong answer is {different[0]} times the right one."
    more = ", ..." if len(different) > MOST_FACTORS else "."
    shown = ", ".join(different[:MOST_FACTORS])
    return f"In each test, the wrong answer is the right one times a number: {shown}{more}"


def _offset(arrays: Sequence[tuple[np.ndarray, np.ndarray]]) -> str:
    """That each answer lies beside the right one, by the same amount everywhere."""
    offsets = []
    for got, right in arrays:
        if got.shape != right.shape or (right.size < 2 and len(arrays) < 2):
            return ""
        offsets.append(float((got - right).flat[0]))
        if not _near(got - offsets[-1], right):
            return ""
    if len({f"{offset:.3g}" for offset in offsets}) > 1:
        return ""
    return f"Each wrong value is the right one {offsets[0]:+.3g}."
