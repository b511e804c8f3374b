"""The grader's own training: repeatable, exact in its steps, gentle with the student's network."""

import itertools
import math
import os
import subprocess
import sys

import msgspec
import pytest
import torch
from conftest import ROOT
from torch import nn

from autograder.networks.train import (
    Recipe,
    Samples,
    Scale,
    TrainingError,
    learning_rates,
    logits_after_training,
    predict,
    train,
)
from autograder.networks.train.adam import Adam
from autograder.networks.train.batches import batches, draw, mirrored, normalised, shifted
from autograder.networks.train.modes import has_bf16
from autograder.suite import Namespace, NoAnswer, local
from autograder.worker.answering import Local

FORMATS = [
    pytest.param(torch.contiguous_format, id="channels-first"),
    pytest.param(torch.channels_last, id="channels-last"),
]
SHORT = Recipe(samples=96, batch=8, learning_rate=0.01)
SCALE = Scale((0.4, 0.5, 0.6), (0.2, 0.25, 0.3))


def blobs(n, side=8, seed=1):
    """Three classes, each brighter in a channel of its own."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(n) % 3
    images = torch.randint(0, 160, (n, 3, side, side), generator=generator)
    images[torch.arange(n), labels] += 60
    return Samples(images.to(torch.uint8), labels, SCALE)


def small(flatten=None):
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1, bias=False),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.2),
        flatten or nn.Flatten(),
        nn.Linear(128, 10),
    )


def trained(recipe=SHORT, make=small, **changes):
    recipe = msgspec.structs.replace(recipe, **changes)
    torch.manual_seed(recipe.seed)
    net = make()
    return net, train(net, blobs(60), recipe)


# ------------------------------------------------------------------------------------- the training


@pytest.mark.parametrize("memory_format", FORMATS)
def test_a_training_repeated_is_the_same_to_the_last_bit(memory_format):
    def run():
        torch.manual_seed(3)
        net = small()
        losses = train(net, blobs(60), SHORT, memory_format)
        return [losses, *net.state_dict().values()]

    torch.rand(5)  # whatever was drawn before
    assert all(map(torch.equal, run(), run()))


@pytest.mark.parametrize("threads", [1, 2])
def test_the_number_of_threads_around_it_changes_nothing_and_stays(threads):
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        net, _ = trained()
        assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)
    assert torch.equal(net[0].weight, trained()[0][0].weight)


def test_another_seed_gives_another_network():
    assert not torch.equal(trained()[1], trained(seed=1)[1])


def test_the_loss_falls():
    _, losses = trained(samples=480)
    assert losses[-10:].mean() < 0.5 * losses[:5].mean()


@pytest.mark.parametrize(("samples", "steps"), [(8, 1), (95, 11), (96, 12), (103, 12)])
def test_the_number_of_steps_is_exact(samples, steps):
    seen = []
    net = small()
    net.register_forward_hook(lambda *call: seen.append(call[2].shape))
    losses = train(net, blobs(60), msgspec.structs.replace(SHORT, samples=samples))
    assert len(losses) == len(seen) == steps
    assert set(seen) == {(8, 10)}
    assert net[1].num_batches_tracked == steps


def test_fewer_images_than_a_batch_come_again():
    losses = train(small(), blobs(5), SHORT)
    assert len(losses) == 12


def test_the_network_keeps_its_class_its_layers_and_its_frozen_weights():
    net = small()
    net[6].weight.requires_grad_(False)
    frozen, layers, attributes = net[6].weight.clone(), list(net.modules()), dict(vars(net))
    train(net, blobs(60), SHORT)
    assert all(a is b for a, b in zip(net.modules(), layers, strict=True))
    assert vars(net) == attributes
    assert torch.equal(net[6].weight, frozen)
    assert all(layer.training for layer in layers)
    assert not any(layer._forward_hooks or layer._backward_hooks for layer in layers)


def test_it_is_one_adam_as_torch_has_it():
    torch.manual_seed(0)
    ours, theirs = nn.Linear(5, 3), nn.Linear(5, 3)
    theirs.load_state_dict(ours.state_dict())
    adam, torchs = (
        Adam(ours.parameters(), 1e-2),
        torch.optim.Adam(theirs.parameters(), weight_decay=1e-2),
    )
    for rate in (0.1, 0.02, 0.003):
        x = torch.randn(4, 5)
        torchs.param_groups[0]["lr"] = rate
        torchs.zero_grad()
        for net in (ours, theirs):
            net(x).square().sum().backward()
        adam.step(rate)
        torchs.step()
    assert torch.allclose(ours.weight, theirs.weight, rtol=0, atol=1e-6)
    assert ours.weight.grad is None


def test_parameters_of_two_dtypes_and_without_gradient_are_no_trouble():
    used, double, idle = (nn.Parameter(torch.ones(2, dtype=t)) for t in (None, torch.float64, None))
    adam = Adam([used, double, idle], 0.0)
    (used.sum() + double.sum()).backward()
    adam.step(0.5)
    assert torch.allclose(used, torch.full((2,), 0.5))
    assert torch.allclose(double, torch.full((2,), 0.5, dtype=torch.float64))
    assert torch.equal(idle, torch.ones(2))


def test_progress_is_told_now_and_then_and_at_the_end():
    told = []
    train(
        small(),
        blobs(60),
        msgspec.structs.replace(SHORT, samples=900),
        progress=lambda *t: told.append(t),
    )
    assert [(step, steps) for step, steps, _, _ in told] == [(50, 112), (100, 112), (112, 112)]
    assert all(loss > 0 for _, _, loss, _ in told)
    assert [left > 0 for *_, left in told] == [True, True, False]


def test_bf16_is_used_where_the_processor_has_it_and_changes_the_numbers_only_there():
    same = torch.equal(trained()[1], trained(precision="bf16")[1])
    assert same is not has_bf16("cpu")


# --------------------------------------------------------------------------------------- the recipe


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


# -------------------------------------------------------------------------------------- the batches


@pytest.mark.parametrize("memory_format", FORMATS)
def test_batches_are_the_drawn_images_flipped_and_normalised(memory_format):
    samples, recipe = blobs(30), Recipe(samples=70, batch=8, seed=4)
    draws = draw(recipe, 30)
    given = list(batches(samples, recipe, memory_format))
    chosen = samples.images[draws.order]
    expected = torch.where(draws.flipped[:, None, None, None], chosen.flip(3), chosen) / 255
    expected = (expected - torch.tensor(SCALE.mean)[:, None, None]) / torch.tensor(SCALE.std)[
        :, None, None
    ]
    assert torch.allclose(torch.cat([x for x, _ in given]), expected, atol=1e-5)
    assert torch.equal(torch.cat([y for _, y in given]), samples.labels[draws.order])
    assert all(x.is_contiguous(memory_format=memory_format) for x, _ in given)
    assert len(given) == recipe.steps


def test_every_image_comes_once_before_any_comes_again():
    order = draw(Recipe(samples=60, batch=20), 30).order
    assert sorted(order[:30].tolist()) == sorted(order[30:].tolist()) == list(range(30))


def test_about_half_of_the_images_are_flipped_or_none():
    recipe = Recipe(samples=4000)
    assert 0.45 < draw(recipe, 50).flipped.float().mean() < 0.55
    assert not draw(msgspec.structs.replace(recipe, flips=False), 50).flipped.any()


def test_what_comes_in_stays_as_it_was():
    samples = blobs(30)
    images = samples.images.clone()
    list(batches(samples, Recipe(samples=64, shift=2)))
    assert torch.equal(samples.images, images)


def test_a_mirrored_image_is_mirrored_and_no_other():
    images = torch.arange(24, dtype=torch.uint8).reshape(2, 3, 2, 2)
    got = mirrored(images.clone(), torch.tensor([False, True]))
    assert torch.equal(got, torch.stack([images[0], images[1].flip(2)]))


def test_a_shifted_image_moves_and_grey_follows():
    images = torch.arange(24, dtype=torch.uint8).reshape(2, 3, 2, 2)
    got = shifted(images, torch.tensor([[1, 1], [0, 2]]), 1)
    assert torch.equal(got[0], images[0])
    assert torch.equal(got[1, :, 1, 0], images[1, :, 0, 1])
    assert (got[1].flatten(1)[:, [0, 1, 3]] == 128).all()


# ------------------------------------------------------------------------------------- the logits


@pytest.mark.parametrize("memory_format", FORMATS)
def test_logits_are_those_of_evaluation_mode_and_modes_stay(memory_format):
    net, _ = trained()
    images = blobs(300).images
    net.eval()
    with torch.no_grad():
        expected = net(normalised(images, SCALE))
    net.train()
    got = predict(net, images, SCALE, SHORT, memory_format)
    assert net.training
    assert not got.requires_grad
    assert torch.allclose(got, expected, atol=1e-4)


def test_a_whole_training_gives_logits_that_tell_the_classes():
    test = blobs(90, seed=2)
    recipe = msgspec.structs.replace(SHORT, samples=480)
    one = logits_after_training(small, blobs(60), test.images, recipe)
    again = logits_after_training(small, blobs(60), test.images, recipe)
    assert torch.equal(one, again)
    assert (one.argmax(dim=1) == test.labels).float().mean() > 0.9


class View(nn.Module):
    """What many students write, and what channels-last tensors refuse."""

    def forward(self, x):
        return x.view(x.size(0), -1)


def test_a_network_that_needs_channels_first_gets_them():
    formats = []

    def make():
        net = small(View())
        net.register_forward_pre_hook(
            lambda _, given: formats.append(
                given[0].is_contiguous(memory_format=torch.channels_last)
            )
        )
        return net

    got = logits_after_training(make, blobs(60), blobs(9).images, SHORT)
    assert formats[0] is True
    assert not any(formats[1:])
    assert got.shape == (9, 10)


# ------------------------------------------------------------------------ what a student must read


class Constant(nn.Module):
    def __init__(self, give):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1))
        self.give, self.calls = give, 0

    def forward(self, x):
        self.calls += 1
        return self.give(self, x)


def after_third(net, x):
    return net.weight.expand(len(x), 10) * (math.nan if net.calls == 3 else 1.0)


@pytest.mark.parametrize(
    ("give", "message"),
    [
        (lambda net, x: net.weight.expand(len(x), 5), r"step 1 of 12: .*\(8, 10\), got \(8, 5\)"),
        (lambda net, x: net.weight, r"step 1 of 12: .*\(8, 10\), got \(1,\)"),
        (lambda net, x: None, "step 1 of 12: expected logits as a tensor, got NoneType"),
        (
            lambda net, x: torch.ones(len(x), 10).long(),
            "step 1 of 12: .* floating dtype, got torch.int64",
        ),
        (lambda net, x: torch.ones(len(x), 10), "step 1 of 12: the logits are cut off"),
        (after_third, "step 3 of 12: the loss is nan"),
    ],
    ids=["five-classes", "one-number", "nothing", "integers", "detached", "not-a-number"],
)
def test_what_is_no_training_says_at_which_step(give, message):
    with pytest.raises(TrainingError, match=message):
        train(Constant(give), blobs(60), SHORT)


def test_a_wrong_shape_in_evaluation_says_so():
    net = Constant(lambda net, x: net.weight.expand(len(x), 10 if net.training else 5))
    with pytest.raises(TrainingError, match=r"evaluation of 9 images: .*\(9, 10\), got \(9, 5\)"):
        predict(net, blobs(9).images, SCALE, SHORT)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (nn.Flatten, "no parameters that can learn"),
        (lambda: 5, "expected a network .* got int"),
        (lambda: small, "expected a network .* got function"),
    ],
)
def test_what_is_no_network_says_so(make, message):
    with pytest.raises(TrainingError, match=message):
        logits_after_training(make, blobs(60), blobs(9).images, SHORT)


def test_what_the_network_raises_comes_through():
    net = Constant(lambda net, x: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        train(net, blobs(60), SHORT)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"images": torch.zeros(6, 3, 8, 8)}, "uint8, got .* of torch.float32"),
        ({"images": torch.zeros(0, 3, 8, 8, dtype=torch.uint8)}, "expected images"),
        ({"labels": torch.zeros(5, dtype=torch.int64)}, r"6 labels .* got \(5,\)"),
        ({"labels": torch.full((6,), 10)}, "labels from 0 to 9, got 10 to 10"),
    ],
    ids=["floats", "none", "too-few-labels", "label-too-high"],
)
def test_wrong_samples_are_the_courses_fault(change, message):
    with pytest.raises(ValueError, match=message):
        train(small(), msgspec.structs.replace(blobs(6), **change), SHORT)


# ---------------------------------------------------------------------------------- beside a suite


def sent(recipe=SHORT):
    samples, test = blobs(60), blobs(9)
    plain = msgspec.to_builtins(recipe)
    return samples.images, samples.labels, plain, test.images, SCALE.mean, SCALE.std


def test_a_suite_asks_for_logits_of_a_trained_network():
    student = Namespace(Local({"build_model": small}))
    got = student.tools.train(student.build_model.get(), *sent())
    expected = logits_after_training(small, blobs(60), blobs(9).images, SHORT)
    assert torch.equal(got, expected)
    ref = local({"build_model": small})
    assert torch.equal(ref.tools.train(ref.build_model.get(), *sent()), expected)


def test_a_student_reads_at_which_step_it_went_wrong():
    student = Namespace(Local({"build_model": lambda: Constant(after_third)}))
    with pytest.raises(NoAnswer, match="step 3 of 12: the loss is nan"):
        student.tools.train(student.build_model.get(), *sent())


FAULTS = """
import resource, sys, torch
from torch import nn
from autograder.networks.train import Recipe, Samples, Scale, train, trainer
if sys.argv[1] == "as malloc likes":
    trainer.keep_freed_memory = lambda: None
images, labels = torch.zeros(64, 3, 32, 32, dtype=torch.uint8), torch.arange(64) % 10
samples = Samples(images, labels, Scale((0.5,) * 3, (0.2,) * 3))
net = nn.Sequential(nn.Conv2d(3, 16, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))
recipe = Recipe(samples=320, batch=32)
train(net, samples, recipe)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
train(net, samples, recipe)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def test_memory_that_a_step_frees_serves_the_next_step():
    # A fixed threshold is what a fork of a large process has by chance: each activation is mapped anew.
    mapped = {**os.environ, "PYTHONPATH": str(ROOT), "MALLOC_MMAP_THRESHOLD_": "65536"}
    faults = {}
    for how in ("kept", "as malloc likes"):
        command = [sys.executable, "-c", FAULTS, how]
        done = subprocess.run(command, env=mapped, capture_output=True, text=True, check=True)
        faults[how] = int(done.stdout)
    assert faults["kept"] < faults["as malloc likes"] / 5, faults
