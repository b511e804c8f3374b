"""What random answers must have in common: shares of zeros, and draws that do not agree by design.

Nobody's mask is known, so masks are judged by counts. A count of independent draws is binomial:
`bounds` gives the interval that it leaves with a probability below `ALARM`, computed exactly.

A right hand-in is asked for fewer than 100 such counts, so that one in more than 10^7 hand-ins
would be wronged (each test: below 10^-8, which is far below the 10^-6 promised).
"""

import functools
import math

import torch

from autograder.suite import check, difference, is_real, tensor, tolerance

ALARM = 1e-9  # of one count of a right hand-in


def ones(*shape, dtype=torch.float32):
    """Ones: after dropout, each value tells by itself whether it was kept and how it was scaled."""
    return torch.ones(shape, dtype=dtype)


def values(*shape, dtype=torch.float32):
    """Positive and negative values, none of them near 0.

    In float32, the dtype of a mask that nobody gave another: who forgets it loses the test on dtypes.
    """
    generator = torch.Generator().manual_seed(sum(shape))
    drawn = torch.randn(shape, generator=generator, dtype=torch.float64)
    return (drawn + drawn.sign()).to(dtype)


@functools.cache
def bounds(n: int, q: float) -> tuple[int, int]:
    """The smallest and the largest count out of n that chance q gives, but for `ALARM`."""
    counts = torch.arange(n + 1, dtype=torch.float64)
    ways = math.lgamma(n + 1) - torch.lgamma(counts + 1) - torch.lgamma(n - counts + 1)
    chances = (ways + counts * math.log(q) + (n - counts) * math.log(1 - q)).exp()
    at_most, at_least = chances.cumsum(0), chances.flip(0).cumsum(0).flip(0)
    likely = (at_most > ALARM / 2) & (at_least > ALARM / 2)
    return int(likely.nonzero()[0]), int(likely.nonzero()[-1])


def assert_share(found: torch.Tensor, q: float, message: str) -> None:
    """As many of `found` are true as independent chances q give; `message` takes `{share}`."""
    least, most = bounds(found.numel(), q)
    share = f"{found.double().mean().item():.1%}"
    check(least <= int(found.sum()) <= most, message.format(share=share))


def assert_dropped(got, shape, p, what="the output", q=None):
    """The share of zeros is p (or q, where two dropouts act), within what chance allows."""
    zeros = tensor(got, shape, what) == 0
    chance = p if q is None else q
    message = f"{{share}} of the values of {what} are 0, expected about {chance:.1%} for p = {p}"
    assert_share(zeros, chance, message)


def assert_scaled(got, x, scale, what="the output"):
    """Every value is 0 or x * scale, and both occur."""
    got = tensor(got, x.shape, what)
    check(is_real(got), difference(what, got.dtype, x.dtype, kind="dtype", remark=" (the input's)"))
    right = x * scale
    allowed = tolerance(got, x, 1) * right.abs().max()
    wrong = ~((got == 0) | ((got - right).abs() <= allowed))
    message = f"{int(wrong.sum())} of {wrong.numel()} values of {what} are neither 0 nor the input"
    check(not wrong.any(), f"{message} times {scale:.6g}")
    check(bool((got != 0).any()), f"{what} is 0 everywhere")


def assert_dtype(got, x, what="the output"):
    """The dtype of x; how exact the values are, the tests on values ask."""
    got = tensor(got, x.shape, what)
    same = got.dtype == x.dtype
    check(same, difference(what, got.dtype, x.dtype, kind="dtype", remark=" (the input's)"))
    return got.float()


def assert_independent(one, other, p, message):
    """Two masks of zeros agree as often as independent draws do; `message` takes `{share}`."""
    assert_share((one == 0) == (other == 0), p**2 + (1 - p) ** 2, message)


def halves(got: torch.Tensor, axis: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Slices 0, 2, ... and slices 1, 3, ... of an axis: pairs of neighbours, none twice."""
    pairs = got.shape[axis] // 2
    got = got.narrow(axis, 0, 2 * pairs).movedim(axis, 0)
    return got[0::2], got[1::2]
