"""Running statistics: which new value comes in, how much of it, and that nothing else moves."""

import a2_inputs as inputs
import pytest
import torch
from a2_checks import items
from a2_inputs import DTYPES, images, scales, shifts

from autograder.suite import (
    assert_close,
    assert_refuses_each,
    assert_unchanged,
    check,
    difference,
    is_real,
    local,
    tensor,
)
from reference import batch_norm

ref = local(batch_norm)
running_stats = pytest.mark.question("running_stats")

MOMENTA = pytest.mark.parametrize(
    "momentum",
    [
        pytest.param({}, id="default"),
        pytest.param({"momentum": 0.3}, id="three_tenths"),
        pytest.param({"momentum": 0.5}, id="half"),
    ],
)


def old(c: int) -> tuple[torch.Tensor, torch.Tensor]:
    """A running mean and a running variance that have moved already."""
    return shifts(c), scales(c).abs()


def after(namespace, x, **momentum):
    """The running mean and variance after the batch x."""
    got = namespace.update_running_stats(x, *old(x.shape[1]), **momentum)
    return items(got, "mean", "var")


@running_stats
@MOMENTA
def test_the_running_mean_moves_towards_the_mean_of_the_batch(student, momentum):
    x = images(3, 3, 4, 5)
    assert_close(after(student, x, **momentum)[0], after(ref, x, **momentum)[0], summands=8)


@running_stats
@MOMENTA
def test_the_running_variance_moves_towards_the_variance_of_the_batch(student, momentum):
    x = images(2, 3, 2, 2)
    assert_close(after(student, x, **momentum)[1], after(ref, x, **momentum)[1], summands=8)


@running_stats
@pytest.mark.parametrize(
    "shape",
    [inputs.WIDE, inputs.ONE_IMAGE, inputs.ONE_CHANNEL, inputs.ONE_PIXEL],
)
@pytest.mark.parametrize(
    ("item", "name"), [pytest.param(0, "mean", id="mean"), pytest.param(1, "var", id="var")]
)
def test_statistics_run_over_all_values_of_a_channel(student, shape, item, name):
    x = images(*shape)
    got, expected = (after(f, x, momentum=0.5)[item] for f in (student, ref))
    assert_close(got, expected, summands=8, what=f"the running {name}")


@running_stats
@pytest.mark.parametrize(
    ("item", "name"), [pytest.param(0, "mean", id="mean"), pytest.param(1, "var", id="var")]
)
def test_momentum_of_one_forgets_the_old_value(student, item, name):
    x = images(2, 3, 64, 64)  # so many values that the two variances are nearly equal
    got, expected = (after(f, x, momentum=1.0)[item] for f in (student, ref))
    assert_close(got, expected, summands=64, what=f"the running {name}")


@running_stats
@pytest.mark.parametrize(
    ("item", "name"), [pytest.param(0, "mean", id="mean"), pytest.param(1, "var", id="var")]
)
def test_momentum_of_zero_keeps_the_old_value(student, item, name):
    x = images(2, 3, 3, 3)
    got, expected = (after(f, x, momentum=0.0)[item] for f in (student, ref))
    assert_close(got, expected, what=f"the running {name}")


@running_stats
@pytest.mark.parametrize(
    ("item", "name"), [pytest.param(0, "mean", id="mean"), pytest.param(1, "var", id="var")]
)
def test_statistics_keep_the_dtype(student, item, name):
    for dtype in DTYPES:
        x, stats = images(2, 2, 64, 64, dtype=dtype), [value.to(dtype) for value in old(2)]
        got, expected = (
            items(f.update_running_stats(x, *stats), "mean", "var")[item] for f in (student, ref)
        )
        assert_close(got, expected, summands=64, what=f"the running {name}", same_dtype=True)


@running_stats
def test_what_gives_no_statistics_of_these_channels_is_refused(student):
    x, (mean, var) = images(2, 3, 64, 64), old(3)
    got, expected = (after(f, x)[0] for f in (student, ref))
    assert_close(got, expected, summands=64, what="the running mean")
    cases = {
        "x has not four axes": (x[0], mean, var),
        "running_mean is not (c,)": (x, mean[:2], var),
        "running_var is not (c,)": (x, mean, var[:2]),
        "momentum is below 0": (x, mean, var, -0.1),
        "momentum is above 1": (x, mean, var, 1.5),
    }
    assert_refuses_each(student, "update_running_stats", cases)


@running_stats
@pytest.mark.parametrize("shape", [inputs.IMAGES, inputs.ONE_IMAGE])
def test_statistics_have_one_number_for_each_channel(student, shape):
    x = images(*shape)
    for got, name in zip(after(student, x), ("running mean", "running var"), strict=True):
        value = tensor(got, shape[1:2], what=f"the {name}")
        check(is_real(value), difference(f"the {name}", value.dtype, x.dtype, kind="dtype"))
        check(bool(value.isfinite().all()), f"the {name} is not finite")


@running_stats
@pytest.mark.parametrize("momentum", [pytest.param(0.1, id="tenth"), pytest.param(0.5, id="half")])
def test_new_statistics_are_new_tensors(student, momentum):
    x = images(2, 3, 3, 3)
    got, expected = (after(f, x, momentum=momentum)[0] for f in (student, ref))
    assert_close(got, expected, summands=8, what="the running mean")
    assert_unchanged(student.update_running_stats, x, *old(3), momentum)
