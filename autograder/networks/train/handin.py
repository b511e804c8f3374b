"""One training for a grade, from the function that builds a network to logits of the test images."""

from collections.abc import Callable
from typing import Any

import msgspec
import torch
from torch import Tensor, nn

from autograder.networks.train import answers
from autograder.networks.train.batches import Samples
from autograder.networks.train.cost import flops_per_sample
from autograder.networks.train.lazy import fill_lazy
from autograder.networks.train.recipe import Recipe
from autograder.networks.train.trainer import Progress, predict, train

ModelFactory = Callable[[], Any]


def logits_after_training(
    make: ModelFactory,
    samples: Samples,
    test_images: Tensor,
    recipe: Recipe,
    progress: Progress | None = None,
) -> Tensor:
    """The logits `(n, classes)` that a new network gives for `test_images` once it is trained."""
    recipe = budgeted(make, samples, recipe)
    memory_format = _fastest_format(make, samples, recipe)
    net = _built(make, samples, recipe, memory_format)
    train(net, samples, recipe, memory_format, progress)
    return predict(net, test_images, samples.scale, recipe, memory_format)


def budgeted(make: ModelFactory, samples: Samples, recipe: Recipe) -> Recipe:
    """The recipe with as many samples as this network can afford."""
    if not recipe.gigaflops:
        return recipe
    torch.manual_seed(recipe.seed)
    trial = msgspec.structs.replace(recipe, samples=recipe.batch, least=0)
    return recipe.affordable(flops_per_sample(make, _first(samples, recipe), trial))


def _fastest_format(make: ModelFactory, samples: Samples, recipe: Recipe) -> torch.memory_format:
    """Channels last, which is faster, where a network built for the trial can take a step with it.

    A right network may not: `x.view(n, -1)` needs channels first.
    """
    first_batch = _first(samples, recipe)
    trial = msgspec.structs.replace(recipe, samples=recipe.batch, least=0)
    try:
        train(
            _built(make, samples, recipe, torch.channels_last),
            first_batch,
            trial,
            torch.channels_last,
        )
    except Exception:  # noqa: BLE001 - the student's code; what is wrong with it comes again below
        return torch.contiguous_format
    return torch.channels_last


def _first(samples: Samples, recipe: Recipe) -> Samples:
    """One batch of them."""
    batch = slice(recipe.batch)
    return Samples(samples.images[batch], samples.labels[batch], samples.scale)


def _built(
    make: ModelFactory, samples: Samples, recipe: Recipe, memory_format: torch.memory_format
) -> nn.Module:
    torch.manual_seed(recipe.seed)
    net = answers.network(make()).to(recipe.device)
    fill_lazy(net, (recipe.batch, *samples.images.shape[1:]))
    return net.to(memory_format=memory_format)  # pyright: ignore[reportCallIssue] - torch's gap
