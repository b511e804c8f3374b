"""The same computation for every network: counted from its shapes, bounded on both sides."""

import subprocess
import sys

import pytest
import torch
from conftest import ROOT
from torch import nn
from torch.nn.functional import cross_entropy, scaled_dot_product_attention
from torch.utils.flop_counter import FlopCounterMode

from autograder.networks.train import Recipe, Samples, Scale, budgeted
from autograder.networks.train.cost import flops_per_sample

RECIPE = Recipe(samples=1000, batch=10, least=100, gigaflops=0.001)  # 1,000,000 operations


@pytest.fixture
def samples():
    images = torch.zeros(20, 3, 8, 8, dtype=torch.uint8)
    return Samples(images, torch.arange(20) % 10, Scale((0.5,) * 3, (0.2,) * 3))


def linear(width=10):
    return nn.Sequential(nn.Flatten(), nn.Linear(192, width), nn.Linear(width, 10))


def test_the_cost_is_that_of_the_matrix_products(samples):
    # forward: 192 * 20 and 20 * 10 products and as many sums; backward: the gradients of both weights
    # and of what goes into the second layer, but not of the images
    found = flops_per_sample(lambda: linear(20), samples, RECIPE)
    assert found == 2 * (192 * 20 + 20 * 10) + 2 * (192 * 20 + 2 * 20 * 10)


def test_a_convolution_costs_its_windows(samples):
    def make():
        layers = nn.Conv2d(3, 4, 3, bias=False), nn.AdaptiveAvgPool2d(1), nn.Flatten()
        return nn.Sequential(*layers, nn.Linear(4, 10))

    convolution = 2 * 3 * 9 * 4 * 6 * 6  # once forward, once for the gradient of its weight
    assert flops_per_sample(make, samples, RECIPE) == 2 * convolution + 3 * 2 * 4 * 10


class Attending(nn.Module):
    """Rows of an image as a sequence: products that are no layer's."""

    def __init__(self):
        super().__init__()
        self.head = nn.Linear(24, 10)

    def forward(self, x):
        rows = x.transpose(1, 2).flatten(2)
        attended = scaled_dot_product_attention(rows, rows, rows) @ torch.eye(24)
        return self.head(attended.mean(dim=1))


@pytest.mark.parametrize(
    "make",
    [
        lambda: linear(20),
        Attending,
        lambda: nn.Sequential(nn.Conv2d(3, 6, 3), nn.BatchNorm2d(6), *head(6)),
        lambda: nn.Sequential(nn.ConvTranspose2d(3, 5, 2, stride=2), *head(5)),
    ],
    ids=["linear", "attention", "convolution", "transposed"],
)
def test_torchs_own_counter_counts_the_same(make, samples):
    x, y = torch.zeros(10, 3, 8, 8), torch.zeros(10, dtype=torch.int64)
    net = make()
    with FlopCounterMode(display=False) as counter:
        cross_entropy(net(x), y).backward()
    assert flops_per_sample(make, samples, RECIPE) == counter.get_total_flops() // 10 > 0


def head(channels):
    return nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10)


COUNTING = """
import sys, torch
from torch import nn
from autograder.networks.train import Recipe, Samples, Scale
from autograder.networks.train.cost import flops_per_sample
images, labels = torch.zeros(20, 3, 8, 8, dtype=torch.uint8), torch.arange(20) % 10
samples = Samples(images, labels, Scale((0.5,) * 3, (0.2,) * 3))
make = lambda: nn.Sequential(nn.Flatten(), nn.Linear(192, 10))
print(flops_per_sample(make, samples, Recipe(samples=1000, batch=10)), "torch._dynamo" in sys.modules)
"""


def test_counting_does_not_load_torchs_compiler():
    done = subprocess.run(
        [sys.executable, "-c", COUNTING], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(2 * 2 * 192 * 10), "False"]


@pytest.mark.parametrize(
    ("flops", "expected"), [(500, 1000), (2_000, 500), (1_000_000, 100), (0, 1000)]
)
def test_samples_are_what_the_operations_allow_within_bounds(flops, expected):
    assert RECIPE.affordable(flops).samples == expected


def test_without_a_bound_every_network_gets_all_samples(samples):
    plain = Recipe(samples=1000, batch=10)
    assert budgeted(linear, samples, plain) == plain


def test_a_dear_network_sees_fewer_samples_than_a_cheap_one(samples):
    cheap, dear = (
        budgeted(lambda width=width: linear(width), samples, RECIPE).samples for width in (1, 8)
    )
    assert cheap == RECIPE.samples
    assert dear == int(1e6 / flops_per_sample(lambda: linear(8), samples, RECIPE))


def test_a_network_that_cannot_take_a_step_costs_nothing_here(samples):
    def broken():
        return nn.Sequential(nn.Flatten(), nn.Linear(5, 10))

    assert flops_per_sample(broken, samples, RECIPE) == 0


def test_the_count_is_the_same_each_time_and_leaves_nothing_behind(samples):
    made = []

    def make():
        made.append(linear(7))
        return made[-1]

    assert len({flops_per_sample(make, samples, RECIPE) for _ in range(3)}) == 1
    assert all(
        torch.equal(a, b) for a, b in zip(samples.images, torch.zeros(20, 3, 8, 8), strict=True)
    )
    assert len(made) == 3


@pytest.mark.parametrize("wrong", [{"least": -1}, {"least": 2000}, {"gigaflops": -1.0}])
def test_bounds_without_sense_are_refused(wrong):
    with pytest.raises(ValueError, match="least"):
        Recipe(samples=1000, batch=10, **wrong)
