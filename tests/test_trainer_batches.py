"""Batches are drawn, flipped, shifted and normalised as their recipe says."""

import msgspec
import pytest
import torch
from small_trainings import FORMATS, SCALE, blobs

from autograder.networks.train import Recipe
from autograder.networks.train.batches import batches, draw, mirrored, shifted


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
