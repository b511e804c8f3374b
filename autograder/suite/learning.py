"""Whether a network learns: a training of a fraction of a second, then images it has not seen.

A forward pass under given weights cannot show how a network starts, nor what it does in training.
The judge draws the images, the worker trains and answers, the judge compares: the labels of the
images asked about never leave it. The training is not recorded, because logits after one depend on
every draw before: where it fails, facts are recorded that tell one mistake from another.
"""

from collections.abc import Callable
from typing import Any

import msgspec
import torch
from torch import Tensor

from autograder.suite.checks import check, fields, tensor
from autograder.suite.student import Handle, Namespace, unrecorded

CLASSES = 10  # logits, as the course's networks have; only the first two are asked for
ASKED = 64  # images: by chance one in 2 is right, 48 of them with probability below 1e-4
PERIOD = 4  # pixels of a light stripe and a dark one
SEEN = "what was seen of the network"
SCALE = 0.5, 0.2  # mean and deviation of the pixels, as the network is told

StudentFactory = Callable[[Namespace], Handle]  # a factory of the network, without arguments


class Lesson(msgspec.Struct, frozen=True):
    """What a network is to learn in how many steps of Adam."""

    steps: int
    learning_rate: float
    batch: int = 16
    channels: int = 3
    side: int = 8
    least: float = 0.8  # of the new images that must be told apart; 0.5 is chance, sd 0.06
    seed: int = 0
    batch_norm: bool = True  # asked in training mode: running statistics come later


def assert_learns(student: Namespace, make: StudentFactory, lesson: Lesson) -> None:
    """After this lesson the network tells upright stripes from lying ones in new images.

    No linear model can: light and dark lie anywhere.
    """
    accuracy = accuracy_after(student, make, lesson)
    if accuracy < lesson.least:
        explanation = _explanation(student, make, lesson)
        sentence = (
            f"after {lesson.steps} training steps the network tells {accuracy:.0%} of new images"
        )
        check(False, f"{sentence} with two classes apart, 50% is chance; {explanation}")


def assert_batch_norm_trains(student: Namespace, make: StudentFactory, x: Tensor) -> None:
    """In training mode the images x depend on each other, and running statistics move."""
    answer = student.tools.in_training(make(student), x)
    uses, moves = fields(answer, "uses_the_batch", "moves_statistics", what=SEEN)
    check(uses is True, "in training, batch norm must use the batch's own mean and variance")
    check(moves is True, "a batch in training leaves the running statistics as they were")


def accuracy_after(student: Namespace, make: StudentFactory, lesson: Lesson) -> float:
    """The fraction of new images that the trained network tells apart, from 0 to 1."""
    training_set = stripes(lesson, 4 * lesson.batch, lesson.seed)
    new_images, answers = stripes(lesson, ASKED, lesson.seed + 1_000_000)

    def factory(namespace: Namespace) -> Handle:
        return (
            namespace.tools.by_the_batch(make(namespace)) if lesson.batch_norm else make(namespace)
        )

    logits = logits_after(student, factory, *training_set, new_images, lesson)
    return float((logits.argmax(dim=1) == answers).float().mean())


def logits_after(
    student: Namespace,
    make: StudentFactory,
    images: Tensor,
    labels: Tensor,
    new: Tensor,
    lesson: Lesson,
) -> Tensor:
    """The logits `(n, 10)`, float32, of new images after a training on others; images are uint8."""
    namespace = unrecorded(student)
    mean, std = ([value] * lesson.channels for value in SCALE)
    answer = namespace.tools.train(make(namespace), images, labels, _recipe(lesson), new, mean, std)
    logits = tensor(answer, (len(new), CLASSES), "the trained network's logits")
    check(logits.dtype == torch.float32, "the trained network's logits are no float32")
    return logits


def stripes(lesson: Lesson, n: int, seed: int) -> tuple[Tensor, Tensor]:
    """Images `(n, c, side, side)` of uint8 with lying (0) or upright (1) stripes, and the labels."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(n) % 2
    start = torch.randint(PERIOD, (n, 1), generator=generator)
    place = torch.arange(lesson.side) + start
    lines = (place % PERIOD < PERIOD // 2).float() * 2 - 1  # (n, side), 1 and -1
    lying = lines[:, None, :, None].expand(n, 1, lesson.side, lesson.side)
    pattern = torch.where(labels[:, None, None, None] == 1, lying.transpose(2, 3), lying)
    contrast = 0.5 + torch.rand(n, lesson.channels, 1, 1, generator=generator)
    shape = n, lesson.channels, lesson.side, lesson.side
    noise = 0.3 * torch.randn(shape, generator=generator)
    pixels = 128 + 50 * (contrast * pattern + noise)
    return pixels.clamp(0, 255).to(torch.uint8), labels


def _recipe(lesson: Lesson) -> dict[str, Any]:
    return {
        "samples": lesson.steps * lesson.batch,
        "batch": lesson.batch,
        "classes": CLASSES,
        "learning_rate": lesson.learning_rate,
        "schedule": "constant",
        "flips": False,
        "seed": lesson.seed,
    }


def _explanation(student: Namespace, make: StudentFactory, lesson: Lesson) -> str:
    """The first fact about the network that keeps it from learning, as the student reads it."""
    pixels, _ = stripes(lesson, 4, lesson.seed)
    x = (pixels / 255 - SCALE[0]) / SCALE[1]
    answer = student.tools.symptoms(make(student), x)
    names = ("equal_filters", "large_logits", "is_affine")
    equal, large, affine = fields(answer, *names, what=SEEN)
    if equal is True:
        return "all filters of some layer start equal, and so they stay"
    if large is True:
        return "its first logits are far too large: are its weights drawn too wide?"
    if affine is True:
        return "it is linear: are there activations?"
    return "does every layer see what the one before it gives, and do gradients come back?"
