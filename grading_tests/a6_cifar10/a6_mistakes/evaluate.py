"""Mistakes in `evaluate`: the mode, the graph, and the means."""

import torch

from autograder.suite import instead_of


def rows_of(model, loader, criterion):
    """For each batch its loss, its logits, its labels and how many there are."""
    return [
        (criterion(logits, y).item(), logits, y, len(y))
        for logits, y in ((model(x), y) for x, y in loader)
    ]


@torch.no_grad()
def measured(model, loader, criterion):
    """The rows of a right evaluation."""
    was_training = model.training
    model.eval()
    rows = rows_of(model, loader, criterion)
    model.train(was_training)
    return rows


def right_of(logits, y):
    return (logits.argmax(dim=1) == y).sum().item()


def means(rows):
    samples = sum(n for *_, n in rows)
    loss = sum(loss * n for loss, _, _, n in rows)
    return loss / samples, sum(right_of(logits, y) for _, logits, y, _ in rows) / samples


@instead_of("evaluate")
@torch.no_grad()
def evaluation_in_the_mode_it_finds(model, loader, criterion, device="cpu"):
    """You never switch to evaluation mode: dropout stays on, and batch norm uses, and changes, its
    statistics. Call model.eval() first (section 4, "Two modes").
    """
    return means(rows_of(model, loader, criterion))


@instead_of("evaluate")
@torch.no_grad()
def model_is_left_in_evaluation_mode(model, loader, criterion, device="cpu"):
    """You leave the model in evaluation mode, so whoever trains on trains without dropout. Note the
    mode in which it comes, and restore it (section 4, "Two modes").
    """
    model.eval()
    return means(rows_of(model, loader, criterion))


@instead_of("evaluate")
@torch.no_grad()
def model_is_left_in_training_mode(model, loader, criterion, device="cpu"):
    """You always switch back to training mode. A model that came in evaluation mode must leave in it:
    note the mode in which it comes (section 4, "Two modes").
    """
    model.eval()
    rows = rows_of(model, loader, criterion)
    model.train()
    return means(rows)


@instead_of("evaluate")
def gradients_are_recorded(model, loader, criterion, device="cpu"):
    """You evaluate with gradients on, which costs memory for graphs that nobody uses. Put the loop
    under torch.no_grad() (section 4, "No gradients").
    """
    was_training = model.training
    model.eval()
    rows = rows_of(model, loader, criterion)
    model.train(was_training)
    return means(rows)


@instead_of("evaluate")
def figures_are_tensors(model, loader, criterion, device="cpu"):
    """You return tensors. Turn sums into Python numbers with item() before you return them (section 3,
    "Plain numbers").
    """
    loss, accuracy = means(measured(model, loader, criterion))
    return torch.tensor(loss, dtype=torch.float64), torch.tensor(accuracy, dtype=torch.float64)


@instead_of("evaluate")
@torch.no_grad()
def softmax_before_the_criterion_in_evaluation(model, loader, criterion, device="cpu"):
    """You hand probabilities to the criterion. Cross-entropy takes logits and applies the softmax
    itself (section 3, "Logits").
    """
    return means(measured(model, loader, lambda logits, y: criterion(logits.softmax(dim=1), y)))


@instead_of("evaluate")
def smallest_logit_decides_in_evaluation(model, loader, criterion, device="cpu"):
    """You take the class with the smallest logit for the answer. It is the one with the largest: argmax,
    not argmin (section 3, "Accuracy").
    """
    rows = measured(model, loader, criterion)
    right = sum((logits.argmin(dim=1) == y).sum().item() for _, logits, y, _ in rows)
    return means(rows)[0], right / sum(n for *_, n in rows)


@instead_of("evaluate")
def largest_logit_of_a_column_in_evaluation(model, loader, criterion, device="cpu"):
    """You look for the largest logit along the samples. Each row of the logits is one sample: take
    argmax along dim=1 (section 3, "Accuracy").
    """
    rows = measured(model, loader, criterion)
    right = sum((logits.argmax(dim=0) == y).sum().item() for _, logits, y, _ in rows)
    return means(rows)[0], right / sum(n for *_, n in rows)


@instead_of("evaluate")
def mean_of_the_batches_accuracies_in_evaluation(model, loader, criterion, device="cpu"):
    """You average the accuracies of the batches. A small last batch then counts as much as a full one:
    add up right answers, and divide by the number of samples (section 3, "Means over samples").
    """
    rows = measured(model, loader, criterion)
    accuracy = sum(right_of(logits, y) / n for _, logits, y, n in rows) / len(rows)
    return means(rows)[0], accuracy


@instead_of("evaluate")
def mean_of_the_batches_losses_in_evaluation(model, loader, criterion, device="cpu"):
    """You average the losses of the batches. A small last batch then counts as much as a full one:
    weigh each batch's mean by its size (section 3, "Means over samples").
    """
    rows = measured(model, loader, criterion)
    return sum(loss for loss, *_ in rows) / len(rows), means(rows)[1]


@instead_of("evaluate")
def both_means_are_taken_over_batches(model, loader, criterion, device="cpu"):
    """You average the batches' losses and the batches' accuracies. A small last batch then counts as
    much as a full one: add up over samples, divide at the end (section 3, "Means over samples").
    """
    rows = measured(model, loader, criterion)
    accuracy = sum(right_of(logits, y) / n for _, logits, y, n in rows) / len(rows)
    return sum(loss for loss, *_ in rows) / len(rows), accuracy


@instead_of("evaluate")
def batch_means_over_the_number_of_samples_in_evaluation(model, loader, criterion, device="cpu"):
    """You add up the batches' mean losses and divide by the number of samples: that is too small by
    the batch size. Multiply each mean by its batch's size first (section 3, "Means over samples").
    """
    rows = measured(model, loader, criterion)
    return sum(loss for loss, *_ in rows) / sum(n for *_, n in rows), means(rows)[1]


@instead_of("evaluate")
def only_the_first_batch_is_measured(model, loader, criterion, device="cpu"):
    """You return inside the loop, after one batch. Add up in the loop, and return behind it (section 3,
    "Means over samples").
    """
    return means(measured(model, [next(iter(loader))], criterion))


@instead_of("evaluate")
def accuracy_in_percent_in_evaluation(model, loader, criterion, device="cpu"):
    """Your accuracy is a percentage. Here it is a fraction, from 0 to 1 (section 3, "Accuracy")."""
    loss, accuracy = means(measured(model, loader, criterion))
    return loss, 100 * accuracy
