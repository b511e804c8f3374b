"""Question `train_epoch`: one optimiser step a batch, in order, and two means over samples."""

import pytest
from a6_passes import RAGGED, SQUARE, WIDE, assert_plain, measured, one_pass, ref, seen

from autograder.suite import assert_close, assert_equal, check

train_epoch = pytest.mark.question("train_epoch")


def both(student, given, **how):
    return (one_pass(side, "train_epoch", given, **how) for side in (student, ref))


@train_epoch
def test_the_figures_are_plain_floats(student):
    assert_plain(one_pass(student, "train_epoch", WIDE))


@train_epoch
def test_the_loss_is_the_mean_over_samples(student):
    got, expected = both(student, RAGGED)
    assert_close(measured(got)[0], measured(expected)[0], what="the loss of batches of 4, 4 and 2")


@train_epoch
def test_the_accuracy_is_the_mean_over_samples(student):
    got, expected = both(student, RAGGED)
    what = "the accuracy of batches of 4, 4 and 2"
    assert_close(measured(got)[1], measured(expected)[1], what=what)


@train_epoch
def test_the_accuracy_compares_each_samples_largest_logit_with_its_label(student):
    got, expected = both(student, SQUARE)
    assert_close(measured(got)[1], measured(expected)[1], what="the accuracy of a single batch")


@train_epoch
@pytest.mark.parametrize("given", [SQUARE, RAGGED], ids=["one_step", "three_steps"])
def test_the_weights_move_by_one_step_for_each_batch(student, given):
    got, expected = both(student, given)
    for name in ("weight", "bias"):
        what = f"the {name} after training"
        assert_close(seen(got, name, object), expected[name], summands=100, what=what)


@train_epoch
def test_gradients_that_were_there_before_do_not_count(student):
    got, expected = both(student, SQUARE, stale=3.0)
    what = "the weight, trained after a gradient was left behind,"
    assert_close(seen(got, "weight", object), expected["weight"], summands=100, what=what)


@train_epoch
def test_a_model_that_comes_in_evaluation_mode_is_trained_in_training_mode(student):
    modes = seen(one_pass(student, "train_epoch", RAGGED, training=False), "modes")
    check(bool(modes), "the model was never called")
    assert_equal(modes, [True] * len(modes), what="model.training in its calls")


@train_epoch
def test_running_statistics_follow_each_batch_once(student):
    got, expected = both(student, RAGGED, training=False)
    what = "the model's running mean after training"
    assert_close(seen(got, "running_mean", object), expected["running_mean"], what=what)


@train_epoch
def test_the_criterion_gets_the_models_output_as_it_is(student):
    got = one_pass(student, "train_epoch", RAGGED)
    heard, said = seen(got, "heard"), seen(got, "said")
    check(bool(said), "the model was never called")
    assert_close(heard, said, what="the list of logits that the criterion was given")
