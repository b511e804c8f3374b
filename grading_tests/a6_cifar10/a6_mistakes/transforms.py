"""Mistakes in `train_transform` and `test_transform`."""

import random

import numpy as np
import torch
from a6_draws import COPIED_STD

from a6_mistakes.alike import of_draws, same
from autograder.suite import instead_of
from reference import transforms as right

drawn_alike = same(of_draws)


def chain(*steps):
    """A transform: the picture's pixels go through each step."""

    def transform(image):
        value = np.asarray(image)
        for step in steps:
            value = step(value)
        return value

    return transform


def scaled_by(mean, std):
    return lambda pixels: right.normalised(pixels, mean, std)


@instead_of("train_transform", "test_transform", alike=drawn_alike, remark=True)
class deviation_of_single_images:  # noqa: N801 - its name is what a student reads
    """You divide by (0.2023, 0.1994, 0.2010). These widely copied numbers are the mean of the single
    images' deviations; the deviation of CIFAR-10's pixels is (0.2470, 0.2435, 0.2616). It costs you
    no points (section 2, "Two deviations").
    """

    def train_transform():
        return chain(right.flipped, right.moved, scaled_by(right.MEAN, COPIED_STD))

    def test_transform():
        return chain(scaled_by(right.MEAN, COPIED_STD))


@instead_of("train_transform", "test_transform", alike=drawn_alike)
class pixels_are_not_normalised:  # noqa: N801
    """Your tensors reach from 0 to 1: nothing is subtracted, nothing divided. Normalise behind the
    step that makes the tensor, in both transforms (section 2, "Normalise").
    """

    def train_transform():
        return chain(right.flipped, right.moved, scaled_by((0, 0, 0), (1, 1, 1)))

    def test_transform():
        return chain(scaled_by((0, 0, 0), (1, 1, 1)))


@instead_of("train_transform", "test_transform", alike=drawn_alike)
class one_half_for_mean_and_deviation:  # noqa: N801
    """You normalise with 0.5 and 0.5. That brings pixels to -1 to 1, but not to mean 0 and deviation
    1: take the statistics of CIFAR-10 (section 2, "Normalise").
    """

    def train_transform():
        return chain(right.flipped, right.moved, scaled_by((0.5,) * 3, (0.5,) * 3))

    def test_transform():
        return chain(scaled_by((0.5,) * 3, (0.5,) * 3))


@instead_of("train_transform", "test_transform", alike=drawn_alike)
class statistics_of_another_data_set:  # noqa: N801
    """You normalise with the statistics of ImageNet. They belong to networks that were trained there;
    here the statistics are those of CIFAR-10's training pixels (section 2, "Normalise").
    """

    def train_transform():
        return chain(right.flipped, right.moved, scaled_by(IMAGENET_MEAN, IMAGENET_STD))

    def test_transform():
        return chain(scaled_by(IMAGENET_MEAN, IMAGENET_STD))


IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


@instead_of("train_transform", "test_transform", alike=drawn_alike)
class pixels_stay_between_0_and_255:  # noqa: N801
    """You normalise pixels from 0 to 255 with statistics for pixels from 0 to 1. Divide by 255 first;
    ToTensor does it for PIL pictures (section 2, "Normalise").
    """

    def train_transform():
        return chain(right.flipped, right.moved, _unscaled)

    def test_transform():
        return chain(_unscaled)


def _unscaled(pixels):
    values = torch.from_numpy(pixels.copy()).permute(2, 0, 1).float()
    return (values - right.column(right.MEAN)) / right.column(right.STD)


@instead_of("test_transform", alike=drawn_alike)
def test_pictures_are_augmented():
    """You mirror and move test pictures, too. A test picture must always give the same tensor, or the
    accuracy changes from one measurement to the next (section 2, "Augmentation").
    """
    return right.train_transform()


test_pictures_are_augmented.__test__ = False  # it is no test


@instead_of("train_transform", "test_transform", alike=drawn_alike)
class only_training_pictures_are_normalised:  # noqa: N801
    """You normalise training pictures, but not test pictures. The network then meets inputs on a scale
    that it has never seen: normalise both alike (section 2, "Normalise").
    """

    def train_transform():
        return right.train_transform()

    def test_transform():
        return chain(scaled_by((0, 0, 0), (1, 1, 1)))


@instead_of("train_transform", alike=drawn_alike)
def training_pictures_are_never_mirrored():
    """None of your training pictures is mirrored. Exchange left and right in about half of them
    (section 2, "Augmentation").
    """
    return chain(right.moved, right.normalised)


@instead_of("train_transform", alike=drawn_alike)
def every_training_picture_is_mirrored():
    """All your training pictures are mirrored. It must be left to chance, one half each, or the
    network never sees a picture as it is (section 2, "Augmentation").
    """
    return chain(lambda pixels: pixels[:, ::-1], right.moved, right.normalised)


@instead_of("train_transform", alike=drawn_alike)
def training_pictures_stand_upside_down():
    """You exchange top and bottom. A car on its roof is no picture of this world: exchange left and
    right (section 2, "Augmentation").
    """

    def upset(pixels):
        return pixels[::-1] if random.random() < 0.5 else pixels

    return chain(upset, right.moved, right.normalised)


@instead_of("train_transform", alike=drawn_alike)
def training_pictures_are_never_moved():
    """Your training pictures never move. A crop of 32 x 32 moves a picture of 32 x 32 only where four
    pixels are put around it first (section 2, "Augmentation").
    """
    return chain(right.flipped, right.normalised)


@instead_of("train_transform", alike=drawn_alike)
def picture_is_continued_at_the_border():
    """You fill the border with mirrored pixels. Here it is black, the default of the random crop
    (section 2, "Augmentation").
    """
    return chain(right.flipped, lambda pixels: _cut(pixels, mode="reflect"), right.normalised)


@instead_of("train_transform", alike=drawn_alike)
def border_is_added_after_normalising():
    """You crop after you have normalised, so that the border is as bright as the mean. Crop the
    picture first: then the border is black (section 2, "Augmentation").
    """

    def moved(tensor):
        pixels = tensor.permute(1, 2, 0).numpy()
        return torch.from_numpy(_cut(pixels).copy()).permute(2, 0, 1)

    return chain(right.flipped, right.normalised, moved)


def _cut(pixels, mode="constant"):
    padded = np.pad(pixels, ((4, 4), (4, 4), (0, 0)), mode=mode)
    down, across = random.randint(0, 8), random.randint(0, 8)
    return padded[down : down + 32, across : across + 32]
