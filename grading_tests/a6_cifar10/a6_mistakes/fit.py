"""Mistakes in `fit`: which epoch is kept, and how the learning rate falls."""

import copy

import torch
from torch import nn
from torch.optim.lr_scheduler import StepLR

from a6_mistakes.alike import of_fit, same
from autograder.suite import instead_of
from reference import training as correct

fitted_alike = same(of_fit)


def fitted(
    model,
    loaders,
    epochs,
    lr,
    better=lambda row, best: (
        best is None or row["validation_accuracy"] > best["validation_accuracy"]
    ),
    keep=lambda model: copy.deepcopy(model.state_dict()),
    schedule=lambda optimizer: StepLR(optimizer, step_size=1000),
):
    """A right `fit` but for what it is given: when a row beats the best, what is kept of a model."""
    if epochs < 1:
        raise ValueError("epochs")
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    scheduler = schedule(optimizer)
    history, best, state = [], None, {}
    for epoch in range(1, epochs + 1):
        trained = correct.train_epoch(model, loaders[0], criterion, optimizer)
        measured = correct.evaluate(model, loaders[1], criterion)
        if scheduler:
            scheduler.step()
        row = dict(zip(("train_loss", "train_accuracy"), trained, strict=True))
        row |= dict(zip(("validation_loss", "validation_accuracy"), measured, strict=True))
        history.append({"epoch": epoch, **row})
        if better(row, best):
            best, state = row, keep(model)
    model.load_state_dict(state, strict=False)
    return history


@instead_of("fit", alike=fitted_alike)
def model_of_the_last_epoch_is_left(
    model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"
):
    """The model is left as the last epoch made it. Restore the best epoch's state; and if you do, copy
    the state when you keep it, because state_dict() holds the tensors that training goes on changing
    (section 5, "Keeping the best").
    """
    loaders = train_loader, validation_loader
    return fitted(model, loaders, epochs, lr, keep=lambda model: model.state_dict())


@instead_of("fit", alike=fitted_alike)
def buffers_are_not_restored(model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"):
    """You restore the parameters only. Buffers, such as the running statistics of batch norm, belong to
    the state, too: keep a copy of state_dict() (section 5, "Keeping the best").
    """

    def parameters(model):
        return {name: value.detach().clone() for name, value in model.named_parameters()}

    return fitted(model, (train_loader, validation_loader), epochs, lr, keep=parameters)


@instead_of("fit", alike=fitted_alike)
def epoch_is_chosen_by_training_accuracy(
    model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"
):
    """You keep the epoch that is best on the training set, which rewards learning by heart. Choose by
    accuracy on the validation set (section 5, "Keeping the best").
    """

    def better(row, best):
        return best is None or row["train_accuracy"] > best["train_accuracy"]

    return fitted(model, (train_loader, validation_loader), epochs, lr, better)


@instead_of("fit", alike=fitted_alike)
def epoch_with_the_lowest_accuracy_is_kept(
    model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"
):
    """You keep the epoch with the lowest validation accuracy. Best is the highest: compare with >, take
    max or argmax (section 5, "Keeping the best").
    """

    def better(row, best):
        return best is None or row["validation_accuracy"] < best["validation_accuracy"]

    return fitted(model, (train_loader, validation_loader), epochs, lr, better)


@instead_of("fit", alike=fitted_alike)
def epoch_is_chosen_by_loss(model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"):
    """You keep the epoch with the lowest validation loss. Asked is the highest validation accuracy;
    the two need not be the same epoch (section 5, "Keeping the best").
    """

    def better(row, best):
        return best is None or row["validation_loss"] < best["validation_loss"]

    return fitted(model, (train_loader, validation_loader), epochs, lr, better)


@instead_of("fit", alike=fitted_alike)
def last_of_the_best_epochs_is_kept(
    model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"
):
    """Where several epochs are equally good, you keep the last of them. Asked is the first: compare
    with > and not with >= (section 5, "Keeping the best").
    """

    def better(row, best):
        return best is None or row["validation_accuracy"] >= best["validation_accuracy"]

    return fitted(model, (train_loader, validation_loader), epochs, lr, better)


@instead_of("fit", alike=fitted_alike)
def learning_rate_never_falls(
    model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"
):
    """Your learning rate stays the same to the end. Lower it with StepLR, one step an epoch (section 5,
    "The learning rate").
    """
    loaders = train_loader, validation_loader
    return fitted(model, loaders, epochs, lr, schedule=lambda optimizer: None)


@instead_of("fit", alike=fitted_alike)
def scheduler_never_steps(model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"):
    """You make a StepLR, but it never steps, so the learning rate stays the same. Call its step once at
    the end of each epoch (section 5, "The learning rate").
    """

    class Idle:
        def __init__(self, optimizer):
            StepLR(optimizer, step_size=1000)

        def step(self):
            pass

    return fitted(model, (train_loader, validation_loader), epochs, lr, schedule=Idle)


@instead_of("fit", alike=fitted_alike)
def scheduler_steps_with_every_batch(
    model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"
):
    """Your scheduler steps with every batch: the learning rate falls far too soon. It steps once an
    epoch (section 5, "The learning rate").
    """

    class Hasty:
        def __init__(self, optimizer):
            scheduler = StepLR(optimizer, step_size=1000)
            optimizer.register_step_post_hook(lambda *_: scheduler.step())

        def step(self):
            pass

    return fitted(model, (train_loader, validation_loader), epochs, lr, schedule=Hasty)


@instead_of("fit", alike=fitted_alike)
def lr_is_not_used(model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"):
    """You accept lr, but your optimiser uses its own default. Hand lr on to the optimiser (section 5,
    "The learning rate").
    """
    return correct.fit(model, train_loader, validation_loader, epochs)


@instead_of("fit", alike=fitted_alike)
def every_epoch_takes_the_same_batches(
    model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"
):
    """You go through the training loader once and keep its batches. Then nothing is shuffled or
    augmented anew: hand the loader itself to every epoch (section 2, "Shuffle").
    """
    return correct.fit(model, list(train_loader), validation_loader, epochs, lr)


@instead_of("fit", alike=fitted_alike)
def validation_on_the_training_set(
    model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"
):
    """Your validation figures come from the training set. Evaluate on validation_loader, which holds
    samples that the model is not trained on (section 5, "Three sets").
    """
    return correct.fit(model, train_loader, train_loader, epochs, lr)


@instead_of("fit", alike=fitted_alike)
def epochs_are_counted_from_zero(
    model, train_loader, validation_loader, epochs, lr=1e-3, device="cpu"
):
    """Your history counts epochs from 0. The first epoch has number 1 (exercise `fit`)."""
    history = correct.fit(model, train_loader, validation_loader, epochs, lr)
    return [{**row, "epoch": row["epoch"] - 1} for row in history]
