"""Question `evaluate`: two means over samples, and a model that nobody has touched."""

import pytest
import torch
from a6_passes import RAGGED, SQUARE, WIDE, assert_plain, measured, one_pass, ref, seen

from autograder.suite import assert_close, assert_equal, check

evaluate = pytest.mark.question("evaluate")


def both(student, given, **how):
    return (one_pass(side, "evaluate", given, **how) for side in (student, ref))


@evaluate
def test_the_figures_are_plain_floats(student):
    assert_plain(one_pass(student, "evaluate", WIDE))


@evaluate
def test_the_loss_counts_a_smaller_last_batch_by_its_size(student):
    got, expected = both(student, RAGGED)
    assert_close(measured(got)[0], measured(expected)[0], what="the loss of batches of 4, 4 and 2")


@evaluate
def test_the_accuracy_counts_a_smaller_last_batch_by_its_size(student):
    got, expected = both(student, RAGGED)
    what = "the accuracy of batches of 4, 4 and 2"
    assert_close(measured(got)[1], measured(expected)[1], what=what)


@evaluate
def test_one_batch_gives_its_loss_and_the_fraction_of_right_answers(student):
    got, expected = both(student, SQUARE)
    assert_close(measured(got), measured(expected), what="(loss, accuracy) of a single batch")


@evaluate
def test_the_model_answers_in_evaluation_mode(student):
    modes = seen(one_pass(student, "evaluate", RAGGED), "modes")
    check(bool(modes), "the model was never called")
    assert_equal(modes, [False] * len(modes), what="model.training in its calls")


@evaluate
def test_the_model_answers_without_gradients(student):
    recorded = seen(one_pass(student, "evaluate", RAGGED), "with_gradients")
    check(bool(recorded), "the model was never called")
    what = "whether gradients were recorded in its calls"
    assert_equal(recorded, [False] * len(recorded), what=what)


@evaluate
@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluation"])
def test_the_model_is_left_in_the_mode_in_which_it_came(student, training):
    got = one_pass(student, "evaluate", WIDE, training)
    assert_equal(seen(got, "mode_after", object), training, what="model.training afterwards")


@evaluate
def test_parameters_buffers_and_gradients_stay_as_they_were(student):
    got = one_pass(student, "evaluate", RAGGED, stale=3.0)
    before = {"weight": RAGGED.weight, "bias": RAGGED.bias}
    before |= {"gradient": torch.full_like(RAGGED.weight, 3.0)}
    before |= {"running_mean": torch.zeros(5, dtype=torch.float64)}
    for name, value in before.items():
        assert_close(seen(got, name, object), value, what=f"the model's {name} afterwards")


@evaluate
def test_the_criterion_gets_the_models_output_as_it_is(student):
    got = one_pass(student, "evaluate", RAGGED)
    heard, said = seen(got, "heard"), seen(got, "said")
    check(bool(said), "the model was never called")
    assert_close(heard, said, what="the list of logits that the criterion was given")
