"""Question `fit`: a history, a falling learning rate, and the best epoch by validation accuracy."""

import pytest
import torch
from a6_passes import ref
from a6_scripts import (
    BATCHES,
    LAST,
    LOW_LOSS_LATER,
    MIDDLE,
    TIED,
    assert_left_as_after,
    columns,
    fitted,
)

from autograder.suite import assert_close, assert_refuses, check, fields, number

fit = pytest.mark.question("fit")
KEYS = ("epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy")
EPOCHS = len(MIDDLE.accuracies)


@fit
def test_the_history_has_a_row_for_each_epoch(student):
    found = columns(fitted(student, MIDDLE), EPOCHS, *KEYS)
    epochs = [number(row[0], "an epoch") for row in found]
    assert_close(epochs, [float(i + 1) for i in range(EPOCHS)], what="the column of epochs")


@fit
@pytest.mark.parametrize("part", ["train", "validation"])
def test_the_history_tells_loss_and_accuracy(student, part):
    names = f"{part}_loss", f"{part}_accuracy"
    got, expected = (columns(fitted(side, MIDDLE), EPOCHS, *names) for side in (student, ref))
    got = [[number(value, f"a figure of {part}") for value in row] for row in got]
    assert_close(got, expected, what=f"[{names[0]}, {names[1]}] by epoch")


@fit
def test_the_best_epoch_is_restored(student):
    assert_left_as_after(fitted(student, MIDDLE), MIDDLE.best)


@fit
def test_the_best_epoch_may_be_the_last(student):
    assert_left_as_after(fitted(student, LAST), LAST.best)


@fit
def test_of_equally_good_epochs_the_first_is_restored(student):
    assert_left_as_after(fitted(student, TIED), TIED.best)


@fit
def test_the_best_epoch_is_chosen_by_accuracy_not_by_loss(student):
    assert_left_as_after(fitted(student, LOW_LOSS_LATER), LOW_LOSS_LATER.best)


@fit
def test_the_learning_rate_starts_at_lr(student):
    (rates,) = fields(fitted(student, MIDDLE, lr=0.0125), "rates", what="the record of this call")
    check(isinstance(rates, list) and bool(rates), "no optimiser of torch.optim made a step")
    assert_close(
        number(rates[0], "the first learning rate"), 0.0125, what="the first learning rate"
    )


@fit
def test_the_scheduler_steps_once_an_epoch(student):
    record = fitted(student, MIDDLE)
    steps, rates = fields(record, "schedulers", "rates", what="the record of this call")
    check(isinstance(steps, list) and isinstance(rates, list), "no step could be observed")
    epochs = [rates[i : i + BATCHES] for i in range(0, len(rates), BATCHES)]
    check(len(epochs) == EPOCHS, f"{len(rates)} steps were made, expected {EPOCHS * BATCHES}")
    steady = all(rate == epoch[0] for epoch in epochs for rate in epoch)
    check(steady, "the learning rate changes in the middle of an epoch")
    by_hand = not steps and number(rates[-1]) < number(rates[0])
    message = f"StepLR made {steps} steps in {EPOCHS} epochs, expected one an epoch"
    check(EPOCHS in steps or by_hand, message if steps else "the learning rate has no StepLR")


@fit
def test_every_epoch_goes_through_the_training_loader_anew(student):
    (order,) = fields(
        fitted(student, MIDDLE, shuffle=True), "order", what="the record of this call"
    )
    check(isinstance(order, list) and len(order) == EPOCHS * BATCHES, "a batch is missing")
    passes = [order[i : i + BATCHES] for i in range(0, len(order), BATCHES)]
    listed = all(isinstance(batch, list) for epoch in passes for batch in epoch)
    check(listed, "the batches could not be read")
    numbers = [[number(value) for batch in epoch for value in batch] for epoch in passes]
    whole = all(sorted(epoch) == list(range(10)) for epoch in numbers)
    check(whole, "an epoch misses a training sample or takes one twice")
    anew = len({tuple(epoch) for epoch in numbers}) > 1
    check(anew, "with a loader that shuffles, every epoch has its batches in the same order")


@fit
def test_training_lowers_the_loss(student):
    x = torch.randn(24, 3, generator=torch.Generator().manual_seed(4))
    history = student.props.learned(student.fit.get(), x, (x[:, 0] > 0).long(), 6, lr=0.1)
    losses = [number(row[0], "a loss") for row in columns({"answer": history}, 6, "train_loss")]
    check(losses[-1] < 0.7 * losses[0], "after six epochs on an easy task the loss is hardly lower")


@fit
def test_no_epochs_are_refused(student):
    net, batches = student.props.Diary.new(torch.ones(2, 3), torch.ones(2)), []
    for epochs in (0, -1):
        assert_refuses(student.fit, net, batches, batches, epochs, because=f"epochs is {epochs}")
