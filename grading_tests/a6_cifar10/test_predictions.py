"""Question `predictions`: a saved grid, looked at through matplotlib: axes, texts, pixels."""

from typing import Any

import numpy as np
import pytest
import torch
from a6_draws import ACCEPTED

from autograder.suite import assert_equal, assert_refuses, assert_refuses_each, check, fields
from reference.transforms import MEAN, STD, column

predictions = pytest.mark.question("predictions")
CLASSES = ("alpaca", "beetle", "cactus")
LABELS = torch.tensor([0, 1, 2, 0, 2])
SAID = [0, 2, 2, 1, 0]  # each image is brightest, once normalised, in this channel
COUNT = len(LABELS)


def pixels():
    """`(5, 3, 32, 32)` between 0.1 and 0.9, no two rows, columns or channels alike."""
    noise = torch.rand(COUNT, 3, 32, 32, generator=torch.Generator().manual_seed(6))
    grey = 0.25 * noise + 0.1 + 0.15 * torch.linspace(0, 1, 32)
    for i, channel in enumerate(SAID):
        grey[i, channel] += 0.4
    return grey


def drawn(student, **how):
    images = (pixels() - column(MEAN)) / column(STD)
    function = student.plot_predictions.get()
    return student.props.drawn(function, images, LABELS, CLASSES, **how)


def seen(record: Any, name: str) -> list:
    (value,) = fields(record, name, what="what was drawn")
    check(isinstance(value, list), "what was drawn could not be read")
    check(len(value) >= COUNT, f"{len(value)} axes hold an image, expected {COUNT}")
    return value[:COUNT]


@predictions
def test_a_picture_is_saved_where_path_says(student):
    (size,) = fields(drawn(student, save=True), "picture", what="what was drawn")
    check(isinstance(size, list) and len(size) == 2, "nothing was saved to path")
    check(all(isinstance(side, int) and side > 32 for side in size), "the picture is tiny")


@predictions
def test_each_image_has_a_title_with_its_true_class(student):
    for i, text in enumerate(seen(drawn(student), "texts")):
        check(isinstance(text, str), "the titles could not be read")
        check(CLASSES[LABELS[i]] in text, f"the true class does not stand above image {i}")


@predictions
@pytest.mark.parametrize("training", [False, True], ids=["evaluation", "training"])
def test_each_title_holds_the_predicted_class_of_a_model_that_comes_in_mode(student, training):
    for i, text in enumerate(seen(drawn(student, training=training), "texts")):
        check(isinstance(text, str), "the titles could not be read")
        check(CLASSES[SAID[i]] in text, f"the predicted class does not stand above image {i}")
        other = [name for k, name in enumerate(CLASSES) if k not in (LABELS[i], SAID[i])]
        check(not any(name in text for name in other), f"a third class stands above image {i}")


@predictions
def test_the_images_are_shown_with_their_normalisation_undone(student):
    images = [as_fractions(image) for image in seen(drawn(student), "images")]
    normalised = (pixels() - column(MEAN)) / column(STD)
    wanted = [normalised * column(std) + column(MEAN) for std in ACCEPTED.values()]
    fits = [all(map(near, images, some.permute(0, 2, 3, 1).numpy())) for some in wanted]
    check(any(fits), "the pixels that are shown are not those of the images on the scale 0 to 1")


@predictions
def test_each_image_is_drawn_once(student):
    layers = seen(drawn(student), "layers")
    assert_equal(layers, [1] * COUNT, what="how many images lie over each other, by axes")


@predictions
def test_the_model_is_left_in_the_mode_in_which_it_came(student):
    (mode,) = fields(drawn(student, training=True), "mode_after", what="what was drawn")
    assert_equal(mode, True, what="model.training afterwards")


@predictions
def test_images_and_labels_are_left_as_they_were(student):
    record = drawn(student)
    seen(record, "images")
    (kept,) = fields(record, "arguments_kept", what="what was drawn")
    check(kept is True, "the images or the labels are changed in place; work on a copy")


@predictions
def test_no_image_and_labels_that_do_not_match_are_refused(student):
    net = student.props.Brightest.new()
    images = torch.zeros(2, 3, 32, 32)
    none = {"there is no image": (net, images[:0], LABELS[:0], CLASSES, "grid.png")}
    assert_refuses_each(student, "plot_predictions", none)
    rule = "there are two images and one label"
    assert_refuses(
        student.plot_predictions, net, images, LABELS[:1], CLASSES, "grid.png", because=rule
    )


def as_fractions(image: Any) -> np.ndarray:
    """Pixels from 0 to 1, `(32, 32, 3)`; whole numbers are taken to reach to 255."""
    check(isinstance(image, np.ndarray), "the images could not be read")
    shape = tuple(image.shape)
    check(shape == (32, 32, 3), f"an image of shape {shape} is shown, expected (32, 32, 3)")
    return image / 255 if image.dtype.kind in "iu" else image.astype(float)


def near(got: np.ndarray, expected: np.ndarray) -> bool:
    """Within one step of 256, for those who show whole numbers."""
    return bool(np.abs(got - expected).max() < 1.5 / 255)
