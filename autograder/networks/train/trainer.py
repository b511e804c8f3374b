"""Trains a student's network as a recipe says, and asks a trained one.

The network is the student's: it is moved, set to a mode, called, and its parameters are stepped;
nothing else of it is read or changed. Test labels never come here.
"""

import time
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from autograder.networks.train import answers
from autograder.networks.train.adam import Adam
from autograder.networks.train.batches import Samples, Scale, batches, normalised
from autograder.networks.train.modes import autocast, keep_freed_memory, repeatable
from autograder.networks.train.recipe import Recipe, learning_rates
from autograder.wording import counted

LOOK = 50  # steps between two looks at the losses: each look waits for the device
ASKED = 64  # images given at once to a trained network: with more, memory comes new each time

Progress = Callable[[int, int, float, float], None]  # steps, of all, the last loss, seconds left


def train(
    net: nn.Module,
    samples: Samples,
    recipe: Recipe,
    memory_format: torch.memory_format = torch.contiguous_format,
    progress: Progress | None = None,
) -> Tensor:
    """Train in place; the loss of each step, as it was before the step.

    `TrainingError` names the step at which the network cannot be trained; what the network itself
    raises comes through.
    """
    _refuse_wrong_samples(samples, recipe)
    keep_freed_memory()
    answers.network(net).to(recipe.device).train()
    adam = Adam(net.parameters(), recipe.weight_decay)
    losses = torch.zeros(recipe.steps, device=recipe.device)
    torch.manual_seed(recipe.seed)
    rates, minibatches = learning_rates(recipe), batches(samples, recipe, memory_format)
    start = time.monotonic()
    with repeatable(recipe):
        for step, (x, y) in enumerate(minibatches):
            loss = _loss(net, x, y, recipe, f"step {step + 1} of {recipe.steps}")
            loss.backward()
            adam.step(rates[step])
            losses[step] = loss.detach()
            if (step + 1) % LOOK == 0 or step + 1 == recipe.steps:
                _look(losses, step + 1, time.monotonic() - start, progress)
    return losses.cpu()


def predict(
    net: nn.Module,
    images: Tensor,
    scale: Scale,
    recipe: Recipe,
    memory_format: torch.memory_format = torch.contiguous_format,
) -> Tensor:
    """The logits `(n, classes)` of images in evaluation mode, as float32 on the CPU.

    The network is left in the mode it came in.
    """
    was_training = net.training
    net.to(recipe.device).eval()
    parts = []
    with torch.no_grad(), repeatable(recipe):
        for pixels in images.split(ASKED):
            x = normalised(pixels.to(recipe.device), scale, memory_format)
            with autocast(recipe):
                out = net(x)
            stage = f"evaluation of {counted(len(x), 'image')}"
            parts.append(answers.logits(out, len(x), recipe.classes, stage).float())
    net.train(was_training)
    return torch.cat(parts).cpu()


def _loss(net: nn.Module, x: Tensor, y: Tensor, recipe: Recipe, stage: str) -> Tensor:
    with autocast(recipe):
        out = net(x)
    logits = answers.logits(out, len(x), recipe.classes, stage)
    answers.refuse_no_gradient(logits, stage)
    return cross_entropy(logits.float(), y)  # float32: a sum of exponentials needs the digits


def _look(losses: Tensor, steps_done: int, seconds: float, progress: Progress | None) -> None:
    """Refuse a loss that is no number, and tell how far the training is."""
    recent = losses[(steps_done - 1) // LOOK * LOOK : steps_done]
    answers.refuse_not_finite(recent, steps_done - len(recent), len(losses))
    if progress:
        seconds_left = seconds / steps_done * (len(losses) - steps_done)
        progress(steps_done, len(losses), float(recent[-1]), seconds_left)


def _refuse_wrong_samples(samples: Samples, recipe: Recipe) -> None:
    """`ValueError`: what to learn from is the course's, not the student's."""
    images, labels = samples.images, samples.labels
    if images.dtype != torch.uint8 or images.dim() != 4 or not len(images):
        raise ValueError(f"expected images (n, c, h, w) of uint8, got {_kind(images)}")
    if labels.shape != (len(images),) or labels.dtype != torch.int64:
        raise ValueError(f"expected {len(images)} labels of int64, got {_kind(labels)}")
    if not 0 <= int(labels.min()) <= int(labels.max()) < recipe.classes:
        span = f"{int(labels.min())} to {int(labels.max())}"
        raise ValueError(f"expected labels from 0 to {recipe.classes - 1}, got {span}")


def _kind(tensor: Tensor) -> str:
    return f"{tuple(tensor.shape)} of {tensor.dtype}"
