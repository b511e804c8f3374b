"""Trainings that are broken although the network is right: each gives logits like a right one.

What a right training does is `autograder.networks.train`; each of these differs from it in one thing.
"""

from collections.abc import Callable, Iterator

import msgspec
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from autograder.networks.calibrate.plan import NetworkFactory
from autograder.networks.train import (
    Recipe,
    Samples,
    Scale,
    learning_rates,
    logits_after_training,
    predict,
    train,
)
from autograder.networks.train.adam import Adam
from autograder.networks.train.batches import batches, normalised
from autograder.networks.train.modes import repeatable

Loop = Callable[[NetworkFactory, Samples, Tensor, Recipe], Tensor]


def untrained(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """No step at all."""
    return predict(_built(make, recipe), test_images, samples.scale, recipe)


def labels_shuffled(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """Each image learns another one's label."""
    order = torch.randperm(
        len(samples.labels), generator=torch.Generator().manual_seed(recipe.seed)
    )
    mislabelled = msgspec.structs.replace(samples, labels=samples.labels[order])
    return logits_after_training(make, mislabelled, test_images, recipe)


def rate_times_100(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """The learning rate is a hundred times too high."""
    fast = msgspec.structs.replace(recipe, learning_rate=recipe.learning_rate * 100)
    return logits_after_training(make, samples, test_images, fast)


def rate_by_100(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """The learning rate is a hundred times too low."""
    slow = msgspec.structs.replace(recipe, learning_rate=recipe.learning_rate / 100)
    return logits_after_training(make, samples, test_images, slow)


def no_zero_grad(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """Every step uses the sum of all gradients so far."""
    net = _built(make, recipe)
    _fit(net, batches(samples, recipe), recipe, forget=False)
    return predict(net, test_images, samples.scale, recipe)


def not_shuffled(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """One class after the other."""
    net = _built(make, recipe)
    _fit(net, _by_class(samples, recipe), recipe)
    return predict(net, test_images, samples.scale, recipe)


def only_the_head(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """All but the last layer's weight and bias stay as they were drawn."""

    def frozen() -> nn.Module:
        net = make()
        for parameter in list(net.parameters())[:-2]:
            parameter.requires_grad_(requires_grad=False)
        return net

    return logits_after_training(frozen, samples, test_images, recipe)


def evaluation_mode_in_training(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """Batch normalisation never learns its statistics, dropout never drops."""

    def stuck() -> nn.Module:
        net = make().eval()
        net.train = lambda mode=True: net
        return net

    return logits_after_training(stuck, samples, test_images, recipe)


def training_mode_in_evaluation(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """`eval()` is forgotten."""
    net = _built(make, recipe)
    train(net, samples, recipe)
    net.eval = lambda: net
    return predict(net, test_images, samples.scale, recipe)


def test_scaled_otherwise(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """Test images are divided by 255 and no more."""
    net = _built(make, recipe)
    train(net, samples, recipe)
    by_255 = Scale((0.0,) * 3, (1.0,) * 3)
    return predict(net, test_images, by_255, recipe)


def layout_scrambled(
    make: NetworkFactory, samples: Samples, test_images: Tensor, recipe: Recipe
) -> Tensor:
    """Training images are reshaped from (3, h, w) to (h, w, 3) where axes must be moved."""
    n, c, h, w = samples.images.shape
    rearranged = samples.images.reshape(n, h, w, c).permute(0, 3, 1, 2).contiguous()
    scrambled = msgspec.structs.replace(samples, images=rearranged)
    return logits_after_training(make, scrambled, test_images, recipe)


LOOPS: dict[str, Loop] = {
    loop.__name__: loop
    for loop in (
        untrained,
        labels_shuffled,
        rate_times_100,
        rate_by_100,
        no_zero_grad,
        not_shuffled,
        only_the_head,
        evaluation_mode_in_training,
        training_mode_in_evaluation,
        test_scaled_otherwise,
        layout_scrambled,
    )
}


def _built(make: NetworkFactory, recipe: Recipe) -> nn.Module:
    torch.manual_seed(recipe.seed)
    return make().to(recipe.device)


def _fit(
    net: nn.Module,
    minibatches: Iterator[tuple[Tensor, Tensor]],
    recipe: Recipe,
    forget: bool = True,
) -> None:
    """The plain loop; without `forget`, gradients add up from step to step."""
    net.train()
    adam = Adam(net.parameters(), recipe.weight_decay)
    sums = [torch.zeros_like(parameter) for parameter in adam.parameters]
    torch.manual_seed(recipe.seed)
    with repeatable(recipe):
        for rate, (x, y) in zip(learning_rates(recipe), minibatches, strict=True):
            cross_entropy(net(x), y).backward()
            for parameter, total in zip(adam.parameters, sums, strict=True):
                if not forget and parameter.grad is not None:
                    parameter.grad = total.add_(parameter.grad).clone()
            adam.step(rate)


def _by_class(samples: Samples, recipe: Recipe) -> Iterator[tuple[Tensor, Tensor]]:
    order = samples.labels.argsort(stable=True)
    for step in range(recipe.steps):
        places = order[torch.arange(step * recipe.batch, (step + 1) * recipe.batch) % len(order)]
        x = normalised(samples.images[places], samples.scale)
        yield x.to(recipe.device), samples.labels[places].to(recipe.device)
