"""A trained network gives the logits of evaluation mode and stays as it was."""

import msgspec
import pytest
import torch
from small_trainings import FORMATS, SCALE, SHORT, blobs, small, trained
from torch import nn

from autograder.networks.train import logits_after_training, predict
from autograder.networks.train.batches import normalised


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
