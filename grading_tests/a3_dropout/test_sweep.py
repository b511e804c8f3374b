"""The sweep: what it measures, on models whose accuracies are known, and how it trains.

The models are ours: their answers are in their inputs, and differ in training mode, so that any
optimiser gives the same accuracies; they record what they are asked for.
"""

import props
import pytest
import torch

from autograder.suite import article, assert_close, assert_equal, check, fields, local, number
from reference import dropout

ref = local({**vars(dropout), "props": props})
sweep = pytest.mark.question("sweep")

EPOCHS = pytest.mark.parametrize("epochs", [1, 2], ids=["one_epoch", "two_epochs"])
FIELDS = ("train_accuracy", "test_accuracy", "gap")


def batches(right, right_in_training, sizes, test=False):
    """Batches of these sizes; of all images the first `right` are answered correctly."""
    n = sum(sizes)
    y = torch.arange(n) % 2
    place = torch.arange(n)
    guess = torch.where(place < right, y, 1 - y)
    in_training = torch.where(place < right_in_training, y, 1 - y)
    x = torch.stack([guess, in_training, torch.full((n,), int(test))], dim=1).float()
    return [list(pair) for pair in zip(x.split(sizes), y.split(sizes), strict=True)]


TRAIN = batches(right=10, right_in_training=6, sizes=[5, 5, 2])  # 10/12, in training mode 6/12
TEST = batches(right=3, right_in_training=6, sizes=[4, 3], test=True)  # 3/7, in training mode 6/7


def separable(sizes, test=False):
    """Batches that a linear model separates after one step."""
    y = torch.arange(sum(sizes)) % 2
    x = torch.cat([20 * torch.eye(2)[y], torch.full((len(y), 1), float(test))], dim=1)
    return [list(pair) for pair in zip(x.split(sizes), y.split(sizes), strict=True)]


def swept(student, kind="fixed", train=TRAIN, test=TEST, **arguments):
    """The sweep's answer and the models' records."""
    found = student.props.swept(student.dropout_sweep.get(), kind, train, test, **arguments)
    answer, models = fields(found, "answer", "models")
    check(isinstance(answer, dict), f"the answer must be a dict, got {article(answer)}")
    check(isinstance(models, list), "the models' records did not come back")
    return answer, models


def rows(answer, *ps):
    """The numbers of the answer: a row of three for each p, and no others."""
    check(len(answer) == len(ps), f"the answer has {len(answer)} keys, expected {len(ps)}")
    found = fields(answer, *ps)
    return [
        [number(value, name) for name, value in zip(FIELDS, fields(row, *FIELDS), strict=True)]
        for row in found
    ]


def facts(models, name):
    """One column of the models' records."""
    return [fields(model, name, what="a model's record")[0] for model in models]


@sweep
@pytest.mark.parametrize("ps", [pytest.param([0.0, 0.4], id="two"), pytest.param([0.25], id="one")])
def test_there_is_a_row_for_each_p_with_two_accuracies_and_their_gap(student, ps):
    answer, _ = swept(student, ps=ps, epochs=1)
    rows(answer, *ps)


@sweep
def test_p_is_0_and_0_3_and_0_5_and_0_7_where_nothing_is_said(student):
    answer, models = swept(student, epochs=1)
    rows(answer, 0.0, 0.3, 0.5, 0.7)
    assert_close(facts(models, "p"), [0.0, 0.3, 0.5, 0.7], what="the list of all p used")


@sweep
@EPOCHS
@pytest.mark.parametrize("name", ["train_accuracy", "test_accuracy"])
def test_accuracy_is_the_fraction_of_all_images_in_evaluation_mode(student, name, epochs):
    answer, _ = swept(student, ps=[0.0, 0.4], epochs=epochs)
    place = FIELDS.index(name)
    got = [row[place] for row in rows(answer, 0.0, 0.4)]
    right = {"train_accuracy": 10 / 12, "test_accuracy": 3 / 7}[name]
    assert_close(got, [right, right], what=f"the list of every {name}")


@sweep
@pytest.mark.parametrize(
    ("right", "sign"), [pytest.param(3, 1, id="overfitted"), pytest.param(7, -1, id="the_reverse")]
)
def test_the_gap_is_train_accuracy_minus_test_accuracy(student, right, sign):
    test = batches(right=right, right_in_training=1, sizes=[4, 3], test=True)
    answer, _ = swept(student, test=test, ps=[0.4], epochs=1)
    ((on_train, on_test, gap),) = rows(answer, 0.4)
    assert_close(gap, on_train - on_test, what="gap")
    check(gap * sign > 0, f"gap is {gap:.3g}; it is above 0 where training images do better")


@sweep
def test_each_p_gets_one_model_of_its_own(student):
    _, models = swept(student, ps=[0.0, 0.4, 0.8], epochs=1)
    assert_close(facts(models, "p"), [0.0, 0.4, 0.8], what="the p of all models used")


@sweep
@pytest.mark.parametrize(
    ("arguments", "epochs"),
    [
        pytest.param({"epochs": 1}, 1, id="one"),
        pytest.param({"epochs": 3}, 3, id="three"),
        pytest.param({}, 5, id="five_by_default"),
    ],
)
def test_every_image_is_trained_on_once_an_epoch(student, arguments, epochs):
    _, models = swept(student, ps=[0.0, 0.4], **arguments)
    what = "the numbers of images seen in training mode"
    assert_equal(facts(models, "trained"), [12 * epochs] * 2, what=what)


@sweep
def test_training_is_in_training_mode_and_on_the_training_images_only(student):
    _, models = swept(student, "learner", separable([5, 5, 2]), separable([4, 3], True), ps=[0.3])
    message = "training goes on in evaluation mode"
    check(facts(models, "trained_in_evaluation") == [False], message)
    check(facts(models, "trained_on_test") == [False], "test images are seen in training mode")
    assert_equal(facts(models, "moved"), [True], what="whether the weights have changed")


@sweep
@EPOCHS
def test_models_learn(student, epochs):
    train, test = separable([5, 5, 2]), separable([4, 3], True)
    answer, _ = swept(student, "learner", train, test, ps=[0.0, 0.4], epochs=epochs)
    expected = [[1.0, 1.0, 0.0]] * 2
    assert_close(rows(answer, 0.0, 0.4), expected, what="the table of accuracies of an easy task")


@sweep
@EPOCHS
def test_every_step_uses_the_gradient_of_its_own_batch(student, epochs):
    train, test = separable([5, 5, 2]), separable([4, 3], True)
    _, models = swept(student, "learner", train, test, ps=[0.3], epochs=epochs)
    message = "gradients of earlier batches are added: clear them for each batch"
    check(facts(models, "added_up") == [False], message)


@sweep
@pytest.mark.parametrize("what", ["weights", "masks"])
def test_the_same_seed_gives_the_same(student, what):
    found = twice(student, [3, 3])
    check(found[f"same_{what}"] is True, f"two sweeps with one seed draw different {what}")


@sweep
@pytest.mark.parametrize("what", ["weights", "masks"])
def test_another_seed_gives_another(student, what):
    found = twice(student, [3, 4])
    check(found[f"same_{what}"] is False, f"two sweeps with two seeds draw the same {what}")


def twice(student, seeds):
    """What two sweeps draw."""
    train, test = separable([5, 5, 2]), separable([4, 3], True)
    found = student.props.swept_twice(student.dropout_sweep.get(), train, test, seeds)
    names = ("same_weights", "same_masks", "drawn")
    same_weights, same_masks, drawn = fields(found, *names)
    check(drawn is True, "no model was made or none was trained")
    return {"same_weights": same_weights, "same_masks": same_masks}
