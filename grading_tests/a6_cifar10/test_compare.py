"""Question `compare`: one row of honest figures for each model."""

import pytest
from a6_scripts import rows

from autograder.suite import assert_close, assert_equal, assert_refuses_each, check, fields, number

compare = pytest.mark.question("compare")
# held-out accuracy by epoch; the training accuracy beside it says something else
RISING = tuple(zip((0.9, 0.8, 0.7, 0.6, 0.5), (0.3, 0.5, 0.7, 0.8, 0.9), strict=True))
PEAK = tuple(zip((0.2, 0.4, 0.6, 0.8, 0.9), (0.5, 0.84, 0.9, 0.895, 0.7), strict=True))
PLATEAU = tuple(zip((0.2, 0.4, 0.5, 0.8, 0.9), (0.6, 0.875, 0.88, 0.86, 0.85), strict=True))
EARLY = tuple(zip((0.2, 0.4, 0.5, 0.8, 0.9), (0.8, 0.5, 0.6, 0.6, 0.4), strict=True))
SCRIPTS = (RISING, PEAK, PLATEAU, EARLY)
EPOCHS, BATCHES = 5, 3


def compared(namespace, scripts=SCRIPTS, **how):
    return namespace.props.compared(namespace.compare_architectures.get(), scripts, **how)


def column(record, name, count=4):
    (answer,) = fields(record, "answer", what="the record of this call")
    return [row[0] for row in rows(answer, count, name, what="the table")]


def seen(record, name):
    (value,) = fields(record, name, what="the record of this call")
    check(isinstance(value, list), "the call left no trace that could be read")
    return value


@compare
def test_each_model_has_a_row_in_the_given_order(student):
    names = column(compared(student), "name")
    assert_equal(names, ["model z", "model y", "model x", "model w"], what="the column of names")


@compare
def test_every_parameter_is_counted_once(student):
    counts = [number(count) for count in column(compared(student), "parameters")]
    assert_close(counts, [7.0] * len(SCRIPTS), what="the column of parameter counts")


@compare
@pytest.mark.parametrize("name", ["parameters", "epochs_to_convergence"])
def test_what_is_counted_is_an_int(student, name):
    (got,) = column(compared(student, (RISING,)), name, 1)
    assert_equal(got, {"parameters": 7, "epochs_to_convergence": EPOCHS}[name], what=f"{name!r}")


@compare
def test_every_model_is_trained_for_that_many_epochs(student):
    record = compared(student)
    assert_equal(
        seen(record, "trained"), [EPOCHS * BATCHES] * 4, what="batches trained on, by model"
    )
    assert_equal(seen(record, "moved"), [True] * 4, what="whether training moved the weights")


@compare
def test_the_test_accuracy_is_a_fraction_measured_on_the_test_set(student):
    (got,) = column(compared(student, (RISING,)), "test_accuracy", 1)
    assert_close(number(got), 0.9, what="the test accuracy of a model that gets better and better")


@compare
def test_the_test_accuracy_is_that_of_the_last_epoch(student):
    got = [number(value) for value in column(compared(student), "test_accuracy")]
    expected = [script[-1][1] for script in SCRIPTS]
    assert_close(got, expected, what="the column of test accuracies")


@compare
@pytest.mark.parametrize(
    ("script", "epoch"),
    [
        pytest.param(RISING, 5, id="it_gets_better_to_the_end"),
        pytest.param(PEAK, 3, id="the_best_epoch_is_in_the_middle"),
        pytest.param(PLATEAU, 2, id="an_earlier_one_comes_within_a_point"),
    ],
)
def test_the_epochs_to_convergence_where(student, script, epoch):
    (got,) = column(compared(student, (script,)), "epochs_to_convergence", 1)
    assert_close(number(got), float(epoch), what="the epochs to convergence")


@compare
def test_no_epochs_are_refused(student):
    column(compared(student, (RISING,)), "name", 1)
    cases = {"epochs is 0": ({}, [], [], 0), "epochs is below 0": ({}, [], [], -1)}
    assert_refuses_each(student, "compare_architectures", cases)


@compare
def test_the_seconds_are_those_of_one_epoch(student):
    record = compared(student, (PEAK, EARLY), pause=0.002)
    seconds = [number(value, "a time") for value in column(record, "seconds_per_epoch", 2)]
    (whole,) = fields(record, "seconds", what="the record of this call")
    check(all(value >= 0.002 * BATCHES for value in seconds), "an epoch takes longer than that")
    message = "five epochs at seconds_per_epoch would take longer than the whole call"
    check(sum(seconds) * EPOCHS <= 1.01 * number(whole), message)


@compare
def test_the_test_set_is_measured_in_evaluation_mode_without_gradients(student):
    modes = [mode for model in seen(compared(student), "modes") for mode in listed(model)]
    held_out = [mode[1:] for mode in modes if mode[:1] == [1]]
    check(bool(held_out), "no model was measured on the test set")
    wanted = [[False, False]] * len(held_out)
    assert_equal(held_out, wanted, what="[training mode, gradients] on the test set")


def listed(modes):
    check(isinstance(modes, list) and all(isinstance(m, list) for m in modes), "no trace was left")
    return modes
