"""Compound scaling: three powers, and the rule that their bases keep."""

import pytest

from autograder.suite import assert_close, assert_refuses, local
from reference import modern

ref = local(modern)
scaling = pytest.mark.question("compound_scaling")


@scaling
@pytest.mark.parametrize("phi", [0, 1, 2, 3.5, -1])
def test_compound_scaling_gives_depth_width_and_resolution(student, phi):
    assert_close(student.compound_scaling(phi), ref.compound_scaling(phi), what="the factors")


@scaling
@pytest.mark.parametrize(
    "bases",
    [
        pytest.param((2.0, 1.0, 1.0), id="only_deeper"),
        pytest.param((1.0, 1.4, 1.0), id="only_wider"),
        pytest.param((1.05, 1.2, 1.2), id="just_below_2.2"),
        pytest.param((1.25, 1.2, 1.01), id="just_above_1.8"),
    ],
)
def test_compound_scaling_takes_bases_that_double_the_cost(student, bases):
    assert_close(student.compound_scaling(2, *bases), ref.compound_scaling(2, *bases))


@scaling
@pytest.mark.parametrize(
    "bases",
    [
        pytest.param((1.0, 1.0, 1.0), id="nothing_grows"),
        pytest.param((2.0, 2.0, 2.0), id="all_double"),
        pytest.param((1.26, 1.26, 1.26), id="product_2_without_squares"),
        pytest.param((1.2, 1.1, 1.1), id="just_below_1.8"),
    ],
)
def test_compound_scaling_refuses_bases_whose_cost_is_not_about_two(student, bases):
    rule = "alpha * beta^2 * gamma^2 is not within 10 % of 2"
    assert_refuses(student.compound_scaling, 2, *bases, because=rule)


@scaling
def test_compound_scaling_checks_the_rule_at_every_phi(student):
    rule = "alpha * beta^2 * gamma^2 is not within 10 % of 2"
    assert_refuses(student.compound_scaling, 0, 1.5, 1.5, 1.5, because=rule)
