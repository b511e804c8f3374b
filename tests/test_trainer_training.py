"""The grader's own training is repeatable, exact in its steps and gentle with the student's network."""

import msgspec
import pytest
import torch
from small_trainings import FORMATS, SHORT, blobs, small, trained
from torch import nn

from autograder.networks.train import train
from autograder.networks.train.adam import Adam
from autograder.networks.train.modes import has_bf16


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
