"""Mistakes in `train_epoch`: in the order of a step, and in the means."""

import torch

from autograder.suite import instead_of


def batches(model, loader, criterion, optimizer):
    """Right steps; for each batch its loss, its logits, its labels and how many there are."""
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        yield loss.item(), logits.detach(), y, len(y)


def stepped(model, loader, step):
    """Right means over samples, of batches that `step(x, y)` has trained on."""
    loss_sum, right, samples = 0.0, 0, 0
    for x, y in loader:
        loss, logits = step(x, y)
        loss_sum += loss.item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        samples += len(y)
    return loss_sum / samples, right / samples


def right_of(logits, y):
    return (logits.argmax(dim=1) == y).sum().item()


def totals(rows):
    """The sums over samples of losses and right answers, and their number."""
    rows = list(rows)
    loss = sum(loss * n for loss, _, _, n in rows)
    return loss, sum(right_of(logits, y) for _, logits, y, _ in rows), sum(n for *_, n in rows)


@instead_of("train_epoch")
def training_in_the_mode_it_finds(model, loader, criterion, optimizer, device="cpu"):
    """You never switch to training mode. A model that was just evaluated then trains with dropout off
    and with batch statistics frozen: call model.train() first (section 3, "Two modes").
    """

    def step(x, y):
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        return loss, logits

    return stepped(model, loader, step)


@instead_of("train_epoch")
def gradients_are_never_cleared(model, loader, criterion, optimizer, device="cpu"):
    """Your gradients are never set to zero, so that every step also follows the gradients of all
    batches before it. Clear them for each batch (section 3, "One step").
    """
    model.train()

    def step(x, y):
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        return loss, logits

    return stepped(model, loader, step)


@instead_of("train_epoch")
def gradients_are_cleared_once_an_epoch(model, loader, criterion, optimizer, device="cpu"):
    """You set the gradients to zero once, before the loop. backward adds to what is there, so they
    must be cleared for each batch (section 3, "One step").
    """
    model.train()
    optimizer.zero_grad()

    def step(x, y):
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        return loss, logits

    return stepped(model, loader, step)


@instead_of("train_epoch")
def first_step_follows_an_old_gradient(model, loader, criterion, optimizer, device="cpu"):
    """You clear the gradients after each step. What the parameters bring along when the epoch begins
    still counts: clear before you go backward (section 3, "One step").
    """
    model.train()

    def step(x, y):
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss, logits

    return stepped(model, loader, step)


@instead_of("train_epoch")
def step_comes_before_the_gradient(model, loader, criterion, optimizer, device="cpu"):
    """Your optimiser steps before backward has computed this batch's gradient. The order is: clear,
    backward, step (section 3, "One step").
    """
    model.train()

    def step(x, y):
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        return loss, logits

    return stepped(model, loader, step)


@instead_of("train_epoch")
def parameters_never_change(model, loader, criterion, optimizer, device="cpu"):
    """Your training changes no parameter. Either the optimiser never steps, or you clear the gradients
    between backward and its step: the order is clear, backward, step (section 3, "One step").
    """
    model.train()

    def step(x, y):
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        return loss, logits

    return stepped(model, loader, step)


@instead_of("train_epoch")
def softmax_before_the_criterion(model, loader, criterion, optimizer, device="cpu"):
    """You apply a softmax and hand probabilities to the criterion. Cross-entropy takes logits and does
    that itself; twice, the gradients almost vanish (section 3, "Logits").
    """
    model.train()

    def step(x, y):
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits.softmax(dim=1), y)
        loss.backward()
        optimizer.step()
        return loss, logits

    return stepped(model, loader, step)


@instead_of("train_epoch")
def smallest_logit_decides(model, loader, criterion, optimizer, device="cpu"):
    """You take the class with the smallest logit for the answer. It is the one with the largest: argmax,
    not argmin (section 3, "Accuracy").
    """
    rows = list(batches(model, loader, criterion, optimizer))
    loss, _, samples = totals(rows)
    right = sum((logits.argmin(dim=1) == y).sum().item() for _, logits, y, _ in rows)
    return loss / samples, right / samples


@instead_of("train_epoch")
def largest_logit_of_a_column(model, loader, criterion, optimizer, device="cpu"):
    """You look for the largest logit along the samples. Each row of the logits is one sample: take
    argmax along dim=1 (section 3, "Accuracy").
    """
    rows = list(batches(model, loader, criterion, optimizer))
    loss, _, samples = totals(rows)
    right = sum((logits.argmax(dim=0) == y).sum().item() for _, logits, y, _ in rows)
    return loss / samples, right / samples


@instead_of("train_epoch")
def mean_of_the_batches_accuracies(model, loader, criterion, optimizer, device="cpu"):
    """You average the accuracies of the batches. A small last batch then counts as much as a full one:
    add up right answers, and divide by the number of samples (section 3, "Means over samples").
    """
    rows = list(batches(model, loader, criterion, optimizer))
    loss, _, samples = totals(rows)
    return loss / samples, sum(right_of(logits, y) / n for _, logits, y, n in rows) / len(rows)


@instead_of("train_epoch")
def mean_of_the_batches_losses(model, loader, criterion, optimizer, device="cpu"):
    """You average the losses of the batches. A small last batch then counts as much as a full one:
    weigh each batch's mean by its size (section 3, "Means over samples").
    """
    rows = list(batches(model, loader, criterion, optimizer))
    _, right, samples = totals(rows)
    return sum(loss for loss, *_ in rows) / len(rows), right / samples


@instead_of("train_epoch")
def batch_means_over_the_number_of_samples(model, loader, criterion, optimizer, device="cpu"):
    """You add up the batches' mean losses and divide by the number of samples: that is too small by
    the batch size. Multiply each mean by its batch's size first (section 3, "Means over samples").
    """
    rows = list(batches(model, loader, criterion, optimizer))
    _, right, samples = totals(rows)
    return sum(loss for loss, *_ in rows) / samples, right / samples


@instead_of("train_epoch")
def losses_are_added_up(model, loader, criterion, optimizer, device="cpu"):
    """You return the sum of the batches' losses. It grows with the data set; asked is the mean over
    samples (section 3, "Means over samples").
    """
    rows = list(batches(model, loader, criterion, optimizer))
    _, right, samples = totals(rows)
    return sum(loss for loss, *_ in rows), right / samples


@instead_of("train_epoch")
def loss_of_the_last_batch(model, loader, criterion, optimizer, device="cpu"):
    """You return the loss of the last batch. Asked is the mean over all samples of the epoch (section
    3, "Means over samples").
    """
    rows = list(batches(model, loader, criterion, optimizer))
    _, right, samples = totals(rows)
    return rows[-1][0], right / samples


@instead_of("train_epoch")
def accuracy_in_percent(model, loader, criterion, optimizer, device="cpu"):
    """Your accuracy is a percentage. Here it is a fraction, from 0 to 1 (section 3, "Accuracy")."""
    loss, right, samples = totals(batches(model, loader, criterion, optimizer))
    return loss / samples, 100 * right / samples


@instead_of("train_epoch")
def right_answers_are_counted(model, loader, criterion, optimizer, device="cpu"):
    """You return how many answers are right. Divide by the number of samples (section 3,
    "Accuracy").
    """
    loss, right, samples = totals(batches(model, loader, criterion, optimizer))
    return loss / samples, float(right)


@instead_of("train_epoch")
def accuracy_stands_before_the_loss(model, loader, criterion, optimizer, device="cpu"):
    """You return (accuracy, loss). The order is (loss, accuracy) (exercise `train_epoch`)."""
    loss, right, samples = totals(batches(model, loader, criterion, optimizer))
    return right / samples, loss / samples


@instead_of("train_epoch")
def loss_keeps_its_graph(model, loader, criterion, optimizer, device="cpu"):
    """Your loss is a tensor. It keeps the graph of every batch in memory: take loss.item(), a Python
    float, before you add it up (section 3, "Plain numbers").
    """
    model.train()
    loss_sum, right, samples = torch.zeros((), dtype=torch.float64), 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        loss_sum = loss_sum + loss * len(y)
        right += right_of(logits, y)
        samples += len(y)
    return loss_sum / samples, right / samples


@instead_of("train_epoch")
def means_are_taken_over_batches(model, loader, criterion, optimizer, device="cpu"):
    """You average the batches' losses and the batches' accuracies. A small last batch then counts as
    much as a full one: add up over samples, divide at the end (section 3, "Means over samples").
    """
    rows = list(batches(model, loader, criterion, optimizer))
    accuracy = sum(right_of(logits, y) / n for _, logits, y, n in rows) / len(rows)
    return sum(loss for loss, *_ in rows) / len(rows), accuracy
