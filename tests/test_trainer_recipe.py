"""A recipe without sense is refused, and its schedules are those that it names."""

import itertools
import math

import msgspec
import pytest
from small_trainings import SHORT

from autograder.networks.train import (
    Recipe,
    learning_rates,
)


@pytest.mark.parametrize(
    "wrong",
    [
        {"samples": 7},
        {"samples": 8, "batch": 0},
        {"learning_rate": 0.0},
        {"learning_rate": math.nan},
        {"weight_decay": -1.0},
        {"shift": 17},
        {"seed": -1},
        {"classes": 1},
    ],
    ids=str,
)
def test_a_recipe_without_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Recipe(**{"samples": 96, "batch": 8, **wrong})
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"samples": 96, "batch": 8, **wrong}, Recipe)


def test_a_recipe_crosses_as_plain_data():
    assert msgspec.convert(msgspec.to_builtins(SHORT), Recipe) == SHORT


@pytest.mark.parametrize("samples", [1, 2, 3, 100])
def test_one_cycle_goes_up_and_then_down_to_nearly_nothing(samples):
    rates = learning_rates(Recipe(samples=samples, batch=1, learning_rate=0.1))
    top = rates.index(max(rates))
    assert len(rates) == samples
    assert all(a < b for a, b in itertools.pairwise(rates[: top + 1]))
    assert all(a > b for a, b in itertools.pairwise(rates[top:]))
    if samples == 100:
        assert (top, rates[top]) == (30, 0.1)
        assert rates[0] == pytest.approx(0.004)
        assert rates[-1] == pytest.approx(4e-7)


def test_a_constant_schedule_is_constant():
    recipe = Recipe(samples=6, batch=2, learning_rate=0.1, schedule="constant")
    assert learning_rates(recipe) == [0.1, 0.1, 0.1]
