"""Mistakes in `plot_predictions`: wrong pixels, wrong words, wrong mode."""

import torch
from matplotlib.figure import Figure

from a6_mistakes.alike import of_drawing, same
from autograder.suite import instead_of
from reference.predictions import predictions, save_grid
from reference.transforms import MEAN, STD, column, restored

CLASSES = ("alpaca", "beetle", "cactus")
drawn_alike = same(of_drawing(CLASSES))


def refuse(images, labels):
    if len(images) == 0 or len(images) != len(labels):
        raise ValueError("labels")


def titles(classes, labels, said):
    return [f"{classes[i]} / {classes[j]}" for i, j in zip(labels, said, strict=True)]


def grid(model, images, labels, classes, path, shown):
    """A right grid of whatever images are shown."""
    refuse(images, labels)
    save_grid(shown, titles(classes, labels, predictions(model, images)), path)


@instead_of("plot_predictions", alike=drawn_alike)
def normalised_images_are_shown(model, images, labels, classes, path):
    """You show the images as the network sees them. Undo the normalisation first: times the deviation,
    plus the mean, channel by channel (section 8, "Back to pixels").
    """
    grid(model, images, labels, classes, path, images.clamp(0, 1))


@instead_of("plot_predictions", alike=drawn_alike)
def mean_is_not_added_back(model, images, labels, classes, path):
    """You multiply by the deviation, but do not add the mean, so everything darker than the mean is
    black. Undo both, in the opposite order (section 8, "Back to pixels").
    """
    grid(model, images, labels, classes, path, (images * column(STD)).clamp(0, 1))


@instead_of("plot_predictions", alike=drawn_alike)
def normalisation_is_undone_in_the_wrong_order(model, images, labels, classes, path):
    """You add the mean first and multiply by the deviation then. Normalising subtracts and divides, so
    its undoing multiplies and then adds (section 8, "Back to pixels").
    """
    shown = ((images + column(MEAN)) * column(STD)).clamp(0, 1)
    grid(model, images, labels, classes, path, shown)


@instead_of("plot_predictions", alike=drawn_alike)
def normalised_image_lies_over_the_right_one(model, images, labels, classes, path):
    """You show each image twice in the same axes: first with its normalisation undone, and then the
    normalised one over it. Leave the second out (section 8, "Back to pixels").
    """
    refuse(images, labels)
    words = titles(classes, labels, predictions(model, images))
    figure = Figure()
    for axes, word, *pair in zip(
        figure.subplots(1, len(images), squeeze=False).flat,
        words,
        restored(images),
        images.clamp(0, 1),
        strict=True,
    ):
        for image in pair:
            axes.imshow(image.permute(1, 2, 0).numpy())
        axes.set_title(word)
    figure.savefig(path)


@instead_of("plot_predictions", alike=drawn_alike)
def prediction_is_missing(model, images, labels, classes, path):
    """Your titles hold the true class only. They must hold the predicted class, too (exercise
    `predictions`).
    """
    refuse(images, labels)
    save_grid(restored(images), titles(classes, labels, labels), path)


@instead_of("plot_predictions", alike=drawn_alike)
def true_class_is_missing(model, images, labels, classes, path):
    """Your titles hold the predicted class only. They must hold the true class, too (exercise
    `predictions`).
    """
    refuse(images, labels)
    said = predictions(model, images)
    save_grid(restored(images), titles(classes, said, said), path)


@instead_of("plot_predictions", alike=drawn_alike)
def numbers_stand_for_names(model, images, labels, classes, path):
    """Your titles hold the numbers of the classes. Look their names up in `classes` (exercise
    `predictions`).
    """
    grid(model, images, labels, [str(i) for i in range(len(classes))], path, restored(images))


@instead_of("plot_predictions", alike=drawn_alike)
@torch.no_grad()
def predictions_in_the_mode_it_finds(model, images, labels, classes, path):
    """You ask the model in the mode in which it comes. Switch to evaluation mode, and back afterwards
    (section 4, "Two modes").
    """
    refuse(images, labels)
    said = model(images).argmax(dim=1)
    save_grid(restored(images), titles(classes, labels, said), path)


@instead_of("plot_predictions", alike=drawn_alike)
def model_stays_in_evaluation_mode(model, images, labels, classes, path):
    """You leave the model in evaluation mode. Note the mode in which it comes, and restore it (section
    4, "Two modes").
    """
    model.eval()
    grid(model, images, labels, classes, path, restored(images))


@instead_of("plot_predictions", alike=drawn_alike)
def nothing_is_saved(model, images, labels, classes, path):
    """You draw, but nothing is saved. Hand `path` to savefig, as it is (exercise `predictions`)."""
    refuse(images, labels)
    predictions(model, images)


@instead_of("plot_predictions", alike=drawn_alike)
def rows_and_columns_are_exchanged(model, images, labels, classes, path):
    """Your images lie on their side. matplotlib wants (h, w, channels): permute(1, 2, 0) gives it, two
    transpositions easily give (w, h, channels) (section 8, "Back to pixels").
    """
    grid(model, images, labels, classes, path, restored(images).transpose(2, 3))


@instead_of("plot_predictions", alike=drawn_alike)
def images_are_restored_in_place(model, images, labels, classes, path):
    """You undo the normalisation in the caller's own images. They are normalised no longer afterwards:
    write images * std + mean, not images *= std (section 8, "Back to pixels").
    """
    refuse(images, labels)
    words = titles(classes, labels, predictions(model, images))
    images *= column(STD)
    images += column(MEAN)
    save_grid(images.clamp(0, 1), words, path)


@instead_of("plot_predictions", alike=drawn_alike)
def class_of_the_smallest_logit_is_shown(model, images, labels, classes, path):
    """You show the class with the smallest logit. The predicted class is the one with the largest:
    argmax, not argmin (section 3, "Accuracy").
    """
    refuse(images, labels)
    was_training = model.training
    model.eval()
    said = model(images).argmin(dim=1)
    model.train(was_training)
    save_grid(restored(images), titles(classes, labels, said), path)
