"""Mistakes in `compare_architectures`: figures that say something else than their names."""

import time

import torch
from torch import nn

from a6_mistakes.alike import of_comparison, same
from autograder.suite import instead_of
from reference import training as correct

compared_alike = same(of_comparison)


def trained(model, train_loader, test_loader, epochs):
    """The test accuracies by epoch, and the seconds that all epochs took."""
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    accuracies, seconds = [], 0.0
    for _ in range(epochs):
        start = time.perf_counter()
        correct.train_epoch(model, train_loader, criterion, optimizer)
        seconds += time.perf_counter() - start
        accuracies.append(correct.evaluate(model, test_loader, criterion)[1])
    return accuracies, seconds


def row_of(name, model, accuracies, seconds):
    """A right row."""
    return {
        "name": name,
        "parameters": sum(p.numel() for p in model.parameters()),
        "seconds_per_epoch": seconds / len(accuracies),
        "test_accuracy": accuracies[-1],
        "epochs_to_convergence": 1 + [a >= max(accuracies) - 0.01 for a in accuracies].index(True),
    }


def table(models, train_loader, test_loader, epochs, change):
    """Right rows, each with what `change(model, accuracies, seconds)` says instead."""
    rows = []
    for name, model in models.items():
        accuracies, seconds = trained(model, train_loader, test_loader, epochs)
        row = row_of(name, model, accuracies, seconds)
        rows.append({**row, **change(model, accuracies, seconds)})
    return rows


@instead_of("compare_architectures", alike=compared_alike)
def best_test_accuracy_is_reported(models, train_loader, test_loader, epochs):
    """You report the best test accuracy of all epochs. Choosing the epoch by the test set makes every
    model look better than it is: report the last epoch's (section 7, "The leak").
    """
    return table(
        models, train_loader, test_loader, epochs, lambda m, a, s: {"test_accuracy": max(a)}
    )


@instead_of("compare_architectures", alike=compared_alike)
def seconds_of_the_whole_training(models, train_loader, test_loader, epochs):
    """Your time is that of the whole training. Divide it by the number of epochs (exercise
    `compare`).
    """
    return table(
        models, train_loader, test_loader, epochs, lambda m, a, s: {"seconds_per_epoch": s}
    )


@instead_of("compare_architectures", alike=compared_alike)
def convergence_is_counted_from_zero(models, train_loader, test_loader, epochs):
    """Your epochs to convergence start at 0. A model that is as good as ever after its first epoch
    needs 1 (exercise `compare`).
    """

    def change(model, accuracies, seconds):
        right = row_of("", model, accuracies, seconds)
        return {"epochs_to_convergence": right["epochs_to_convergence"] - 1}

    return table(models, train_loader, test_loader, epochs, change)


@instead_of("compare_architectures", alike=compared_alike)
def convergence_is_the_best_epoch(models, train_loader, test_loader, epochs):
    """You give the best epoch itself. A model has converged as soon as it comes within one point, 0.01,
    of its best accuracy (section 7, "Convergence").
    """

    def change(model, accuracies, seconds):
        return {"epochs_to_convergence": accuracies.index(max(accuracies)) + 1}

    return table(models, train_loader, test_loader, epochs, change)


@instead_of("compare_architectures", alike=compared_alike)
def convergence_towards_the_last_epoch(models, train_loader, test_loader, epochs):
    """You look for the first epoch that comes near the last one. Compare with the best epoch, which
    need not be the last (section 7, "Convergence").
    """

    def change(model, accuracies, seconds):
        near = [accuracy >= accuracies[-1] - 0.01 for accuracy in accuracies]
        return {"epochs_to_convergence": near.index(True) + 1}

    return table(models, train_loader, test_loader, epochs, change)


@instead_of("compare_architectures", alike=compared_alike)
def only_trainable_parameters_are_counted(models, train_loader, test_loader, epochs):
    """You leave out parameters that are frozen. Asked is how many numbers all parameters hold (exercise
    `compare`).
    """

    def change(model, accuracies, seconds):
        return {"parameters": sum(p.numel() for p in model.parameters() if p.requires_grad)}

    return table(models, train_loader, test_loader, epochs, change)


@instead_of("compare_architectures", alike=compared_alike)
def tensors_are_counted(models, train_loader, test_loader, epochs):
    """You count the parameter tensors. Count the numbers in them: add up numel() (exercise
    `compare`).
    """

    def change(model, accuracies, seconds):
        return {"parameters": len(list(model.parameters()))}

    return table(models, train_loader, test_loader, epochs, change)


@instead_of("compare_architectures", alike=compared_alike)
def accuracy_of_training_is_reported(models, train_loader, test_loader, epochs):
    """You report the accuracy on the training set. Measure each model on the test set, which it has not
    seen (section 5, "Three sets").
    """
    rows = []
    for name, model in models.items():
        criterion, optimizer = nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters())
        accuracies, start = [], time.perf_counter()
        for _ in range(epochs):
            learned = correct.train_epoch(model, train_loader, criterion, optimizer)
            correct.evaluate(model, test_loader, criterion)
            accuracies.append(learned[1])
        rows.append(row_of(name, model, accuracies, time.perf_counter() - start))
    return rows


@instead_of("compare_architectures", alike=compared_alike)
def test_accuracy_in_percent(models, train_loader, test_loader, epochs):
    """Your test accuracy is a percentage. Here it is a fraction, from 0 to 1 (section 3, "Accuracy")."""

    def change(model, accuracies, seconds):
        return {"test_accuracy": 100 * accuracies[-1]}

    return table(models, train_loader, test_loader, epochs, change)


test_accuracy_in_percent.__test__ = False  # it is no test


@instead_of("compare_architectures", alike=compared_alike)
def rows_are_sorted(models, train_loader, test_loader, epochs):
    """You sort the rows by accuracy. They must stand in the order of the models (exercise
    `compare`).
    """
    rows = table(models, train_loader, test_loader, epochs, lambda m, a, s: {})
    return sorted(rows, key=lambda row: -row["test_accuracy"])


@instead_of("compare_architectures", alike=compared_alike)
def test_set_is_measured_while_training(models, train_loader, test_loader, epochs):
    """You measure the test set in training mode or with gradients on. Use your `evaluate` (section 4,
    "Two modes").
    """
    rows = []
    for name, model in models.items():
        criterion, optimizer = nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters())
        accuracies, start = [], time.perf_counter()
        for _ in range(epochs):
            correct.train_epoch(model, train_loader, criterion, optimizer)
            right = [(model(x).argmax(dim=1) == y).double() for x, y in test_loader]
            accuracies.append(torch.cat(right).mean().item())
        rows.append(row_of(name, model, accuracies, time.perf_counter() - start))
    return rows


test_set_is_measured_while_training.__test__ = False  # it is no test
