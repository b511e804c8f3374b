"""What a hidden test may demand of an answer; every failure is a message written for the student.

A check takes any answer, however odd, and raises nothing but `CheckFailure`. Tolerances follow the
dtype and the number of summands, so that a correct answer computed in another order passes. No
message holds an input or a whole expected tensor: the count of wrong values and the first of them.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from autograder.errors import CheckFailure
from autograder.protocol.steps import Raised, Value
from autograder.protocol.wire import array_of
from autograder.protocol.wire.encode import holds_plain_data
from autograder.suite.differences import difference, difference_of_values, shown
from autograder.suite.rounding import SINGLE, is_real, tolerance
from autograder.suite.student import Handle, Namespace, article, unrecorded
from autograder.wording import counted

_PLAIN = "a plain tensor: not sparse, not quantised, with data"


def check(condition: bool, message: str | CheckFailure) -> None:
    """Fail with `message` unless the condition holds; what is compared is said by `difference`."""
    if not condition:
        raise message if isinstance(message, CheckFailure) else CheckFailure(message)


def assert_close(
    got: Any,
    expected: Any,
    summands: int = 1,
    what: str = "the output",
    *,
    same_dtype: bool = False,
) -> None:
    """Same type and shape, and equal values within 32 * eps(dtype) * summands * scale.

    `scale` is the largest expected magnitude, at least 1; `summands` how many products or terms
    make one value. Containers are compared item by item. Floating values of another floating dtype
    are compared as the coarser of both, which is float32 at the coarsest, unless a test asks for the
    `same_dtype`: who mixes dtypes up shall lose that test alone.
    """
    got, expected = _as_crossed(got), _as_crossed(expected)
    if isinstance(expected, torch.Tensor | np.ndarray):
        _assert_array_close(got, expected, summands, what, same_dtype)
    elif isinstance(expected, Mapping):
        values = fields(got, *expected, what=what)
        for name, value in zip(expected, values, strict=True):
            place = f"{what}[{name!r}]"
            assert_close(value, expected[name], summands, place, same_dtype=same_dtype)
    elif isinstance(expected, list | tuple):
        for i, (item, expected_item) in enumerate(
            zip(_items(got, len(expected), what), expected, strict=True)
        ):
            assert_close(item, expected_item, summands, f"{what}[{i}]", same_dtype=same_dtype)
    elif isinstance(expected, float):
        value = number(got, what)
        equal = _close(np.asarray(value), np.asarray(expected), summands * 32 * SINGLE)
        check(bool(equal), difference(what, shown(value), shown(expected)))
    else:
        assert_equal(got, expected, what)


def assert_equal(got: Any, expected: Any, what: str = "the answer") -> None:
    """Equal and of the same type: 3 is neither 3.0 nor True. Lists and tuples are alike."""
    got, expected = _as_crossed(got), _as_crossed(expected)
    if isinstance(expected, list | tuple):
        for i, (item, expected_item) in enumerate(
            zip(_items(got, len(expected), what), expected, strict=True)
        ):
            assert_equal(item, expected_item, f"{what}[{i}]")
    elif isinstance(expected, Mapping):
        values = fields(got, *expected, what=what)
        for name, value in zip(expected, values, strict=True):
            assert_equal(value, expected[name], f"{what}[{name!r}]")
    elif isinstance(expected, torch.Tensor | np.ndarray):
        _assert_array_close(got, expected, 0, what, same_dtype=True)
    else:
        kind = type(expected).__name__
        check(type(got) is type(expected), f"{what} must be {_a(kind)}, got {article(got)}")
        check(got == expected, difference(what, shown(got), shown(expected)))


def assert_refuses(function: Handle, *args: Any, because: str = "", **kwargs: Any) -> None:
    """The call must raise `ValueError`; `because` tells the student which rule it breaks."""
    answer = function.attempt(*args, **kwargs)
    rule = f" where {because}" if because else " for this argument"
    if isinstance(answer, Value):
        kind = article(answer.value)
        raise CheckFailure(f"`{function.says}` must raise ValueError{rule}; it returned {kind}")
    if not isinstance(answer, Raised) or answer.kind != "raised":
        raise function.no_answer(answer)
    if "ValueError" not in answer.bases:
        kind = answer.error
        raise CheckFailure(f"`{function.says}` must raise ValueError{rule}; it raised {kind}")


def assert_refuses_each(
    student: Namespace, name: str, cases: Mapping[str, tuple[Any, ...]]
) -> None:
    """`name` must raise `ValueError` for the arguments of each case; its key says which rule they break.

    The calls are not recorded: what a hand-in does with bad arguments tells nothing about its other
    mistakes, and the failure says all there is to say.
    """
    for because, args in cases.items():
        assert_refuses(getattr(unrecorded(student), name), *args, because=because)


def assert_unchanged(function: Handle, *args: Any, **kwargs: Any) -> None:
    """The call must leave its arguments as they were."""
    names = function.changes(*args, **kwargs)
    message = f"`{function.says}` changed an argument in place; work on a copy or a new tensor"
    check(not names, message)


def fields(got: Any, *names: Any, what: str = "the answer") -> tuple[Any, ...]:
    """The values of a dict under `names`; a failure names the key that is missing."""
    check(isinstance(got, Mapping), f"{what} must be a dict, got {article(got)}")
    for name in names:
        check(name in got, f"{what} has no key {name!r}")
    return tuple(got[name] for name in names)


def number(got: Any, what: str = "the answer") -> float:
    """The answer as a float: a Python number or a tensor or array of one value."""
    has_data = not isinstance(got, torch.Tensor) or holds_plain_data(got)
    if isinstance(got, torch.Tensor | np.ndarray | np.generic) and math.prod(got.shape) == 1:
        got = got.item() if has_data else got
    if isinstance(got, int | float) and not isinstance(got, bool):
        try:
            return float(got)
        except OverflowError:
            return math.inf if got > 0 else -math.inf
    raise CheckFailure(f"{what} must be a number, got {article(got)}")


def tensor(got: Any, shape: Sequence[int] | None = None, what: str = "the output") -> torch.Tensor:
    """The answer as a tensor of that shape that can be computed with: real, with its data."""
    check(isinstance(got, torch.Tensor), f"{what} must be a tensor, got {article(got)}")
    check(holds_plain_data(got), f"{what} must be {_PLAIN}")
    check(not got.is_complex(), f"{what} must hold real numbers, its dtype is {got.dtype}")
    if shape is not None:
        shapes = tuple(got.shape), tuple(shape)
        check(shapes[0] == shapes[1], difference(what, *shapes, kind="shape"))
    return got


def _items(got: Any, length: int, what: str) -> Sequence[Any]:
    check(isinstance(got, list | tuple), f"{what} must be a tuple, got {article(got)}")
    check(len(got) == length, f"{what} has {counted(len(got), 'item')}, expected {length}")
    return got


def _assert_array_close(
    got: Any, expected: Any, summands: int, what: str, same_dtype: bool
) -> None:
    kind = torch.Tensor if isinstance(expected, torch.Tensor) else np.ndarray
    check(isinstance(got, kind), f"{what} must be {article(expected)}, got {article(got)}")
    shapes = tuple(got.shape), tuple(expected.shape)
    check(shapes[0] == shapes[1], difference(what, *shapes, kind="shape"))
    has_data = not isinstance(got, torch.Tensor) or holds_plain_data(got)
    check(has_data, f"{what} must be {_PLAIN}")
    both_real = not same_dtype and is_real(got) and is_real(expected)
    dtypes_match = both_real or got.dtype == expected.dtype
    dtypes, remark = (got.dtype, expected.dtype), " (the input's)"
    check(dtypes_match, difference(what, *dtypes, kind="dtype", remark=remark))
    values, expected_values = _as_numpy(got), _as_numpy(expected)
    wrong = ~_close(values, expected_values, tolerance(got, expected, summands))
    if wrong.any():
        raise difference_of_values(what, values, expected_values, wrong)


def _as_crossed(value: Any) -> Any:
    """A NumPy scalar as it arrives over a wire: an array without dimensions, or a float."""
    if isinstance(value, np.generic):
        return float(value) if isinstance(value, float) else np.asarray(value)
    return value


def _as_numpy(value: Any) -> np.ndarray:
    return array_of(value) if isinstance(value, torch.Tensor) else value


def _close(got: np.ndarray, expected: np.ndarray, tolerance: float) -> np.ndarray:
    equal = np.asarray(got == expected)
    if expected.dtype.kind in "fc":
        equal = equal | (np.isnan(got) & np.isnan(expected))
    if not tolerance:
        return equal
    wide = np.result_type(got.dtype, np.float64)
    got, expected = got.astype(wide), expected.astype(wide)
    finite = np.abs(expected[np.isfinite(expected)])
    margin = tolerance * max(1.0, float(finite.max()) if finite.size else 1.0)
    with np.errstate(invalid="ignore"):  # inf - inf where both are infinite
        near = np.isfinite(expected) & (np.abs(got - expected) <= margin)
    return near | equal


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
