"""Mistakes in `dropout_sweep`: what is measured, in which mode, and how models are trained."""

import torch
import torch.nn.functional as F

from autograder.suite import instead_of
from reference.dropout_sweep import accuracy

mistake = instead_of("dropout_sweep")
PS = (0.0, 0.3, 0.5, 0.7)


def fit(model, batches, epochs, *, clear=True, mode=True, sign=1.0, lr=1e-3):
    """Training, with one piece replaced."""
    optimizer = torch.optim.Adam(model.parameters(), lr)
    model.train(mode)
    for _ in range(epochs):
        for x, y in batches:
            if clear:
                optimizer.zero_grad()
            (sign * F.cross_entropy(model(x), y)).backward()
            optimizer.step()


@torch.no_grad()
def measured(model, batches, mode=False):
    """The accuracy in this mode."""
    model.train(mode)
    right = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    return right / sum(len(y) for _, y in batches)


def row(on_train, on_test):
    """One row of the answer."""
    return {"train_accuracy": on_train, "test_accuracy": on_test, "gap": on_train - on_test}


def swept(make_model, train, test, ps, epochs, seed, **wrong):
    """A sweep, right but for the pieces in `wrong`: `make`, `fitted`, `measure`."""
    right = lambda model: row(accuracy(model, train), accuracy(model, test))  # noqa: E731
    make, fitted = wrong.get("make", make_model), wrong.get("fitted", fit)
    measure = wrong.get("measure", right)
    answer = {}
    for p in ps:
        torch.manual_seed(seed)
        model = make(p)
        fitted(model, train, epochs)
        answer[p] = measure(model)
    return answer


@mistake
def accuracies_are_measured_in_training_mode(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You measure while dropout is active. Call model.eval() before you measure (section 7, "A fair
    comparison").
    """
    measure = lambda model: row(measured(model, train, True), measured(model, test, True))  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, measure=measure)


@mistake
def train_accuracy_is_measured_in_training_mode(make_model, train, test, ps=PS, epochs=5, seed=0):
    """Your train_accuracy is that of the training passes, with dropout active; your test_accuracy is without.
    Measure both in evaluation mode after the last epoch (section 7, "A fair comparison").
    """
    measure = lambda model: row(measured(model, train, True), measured(model, test))  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, measure=measure)


@mistake
def accuracies_are_in_percent(make_model, train, test, ps=PS, epochs=5, seed=0):
    """Your accuracies are percentages. They are fractions, numbers from 0 to 1 (section 7, "A fair
    comparison").
    """
    measure = lambda m: row(100 * accuracy(m, train), 100 * accuracy(m, test))  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, measure=measure)


@mistake
def accuracies_are_counts(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You return numbers of right answers. Divide them by the numbers of images (section 7, "A fair
    comparison").
    """
    count = lambda m, b: accuracy(m, b) * sum(len(y) for _, y in b)  # noqa: E731
    measure = lambda m: row(count(m, train), count(m, test))  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, measure=measure)


@mistake
def accuracy_is_the_mean_of_batches(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You take the mean of the batches' accuracies, so that images in a small last batch count more. Count
    right answers over all batches and divide once (section 7, "A fair comparison").
    """
    mean = lambda m, batches: sum(accuracy(m, [b]) for b in batches) / len(batches)  # noqa: E731
    measure = lambda m: row(mean(m, train), mean(m, test))  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, measure=measure)


@mistake
def only_the_last_batch_is_measured(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You measure the last batch only. Go through all batches (section 7, "A fair comparison")."""
    measure = lambda m: row(accuracy(m, train[-1:]), accuracy(m, test[-1:]))  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, measure=measure)


@mistake
def train_and_test_are_swapped(make_model, train, test, ps=PS, epochs=5, seed=0):
    """Your two accuracies are swapped. train_accuracy is that of the images the model was trained on
    (exercise `sweep`).
    """
    measure = lambda model: row(accuracy(model, test), accuracy(model, train))  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, measure=measure)


@mistake
def both_accuracies_are_measured_on_training_images(
    make_model, train, test, ps=PS, epochs=5, seed=0
):
    """Both of your accuracies are those of the training images. Measure the second on `test` (exercise
    `sweep`).
    """
    measure = lambda model: row(accuracy(model, train), accuracy(model, train))  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, measure=measure)


@mistake
def gap_is_test_minus_train(make_model, train, test, ps=PS, epochs=5, seed=0):
    """Your gap is test_accuracy minus train_accuracy. Turn it round: overfitting gives a gap above 0
    (exercise `sweep`).
    """
    answer = swept(make_model, train, test, ps, epochs, seed)
    return {p: {**found, "gap": -found["gap"]} for p, found in answer.items()}


@mistake
def gap_has_no_sign(make_model, train, test, ps=PS, epochs=5, seed=0):
    """Your gap is never below 0. It is train_accuracy minus test_accuracy, without abs() (exercise
    `sweep`).
    """
    answer = swept(make_model, train, test, ps, epochs, seed)
    return {p: {**found, "gap": abs(found["gap"])} for p, found in answer.items()}


@mistake
def one_model_for_all_p(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You make one model and train it on and on. Every p needs a fresh model, make_model(p), inside the loop
    (section 7, "A fair comparison").
    """
    torch.manual_seed(seed)
    model = make_model(ps[0])
    return swept(make_model, train, test, ps, epochs, seed, make=lambda p: model)


@mistake
def p_is_never_handed_on(make_model, train, test, ps=PS, epochs=5, seed=0):
    """All your models have the same p. Make each with its own: make_model(p) (exercise `sweep`)."""
    return swept(make_model, train, test, ps, epochs, seed, make=lambda p: make_model(0.5))


@mistake
def own_list_of_p(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You never use `ps`, but a list of your own. Go through ps (exercise `sweep`)."""
    return swept(make_model, train, test, PS, epochs, seed)


@mistake
def training_uses_test_images(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You train on test images, too. Then test_accuracy says nothing about new images: train on `train` only
    (section 7, "A fair comparison").
    """
    fitted = lambda model, _, epochs: fit(model, [*train, *test], epochs)  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, fitted=fitted)


@mistake
def one_epoch_only(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You go through the training images once, whatever `epochs` is (exercise `sweep`)."""
    return swept(make_model, train, test, ps, 1, seed)


@mistake
def five_epochs_always(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You train for 5 epochs, whatever `epochs` is (exercise `sweep`)."""
    return swept(make_model, train, test, ps, 5, seed)


@mistake
def only_the_first_batch_is_trained_on(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You train on one batch of each epoch; perhaps a `return` or `break` stands too far in. Go through all
    batches (exercise `sweep`).
    """
    return swept(make_model, train, test, ps, epochs, seed, fitted=lambda m, b, e: fit(m, b[:1], e))


@mistake
def models_are_not_trained(make_model, train, test, ps=PS, epochs=5, seed=0):
    """Your models are measured as they were made: no training step moves them. The steps are zero_grad(),
    loss, backward(), step() (section 7, "A fair comparison").
    """
    return swept(make_model, train, test, ps, epochs, seed, fitted=lambda model, batches, n: None)


@mistake
def steps_are_never_taken(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You compute gradients, but no step moves the weights. Call optimizer.step() after backward() (section
    7, "A fair comparison").
    """

    def fitted(model, batches, epochs):
        model.train()
        for x, y in [batch for _ in range(epochs) for batch in batches]:
            model.zero_grad()
            F.cross_entropy(model(x), y).backward()

    return swept(make_model, train, test, ps, epochs, seed, fitted=fitted)


@mistake
def the_loss_is_raised(make_model, train, test, ps=PS, epochs=5, seed=0):
    """Your training makes the loss larger: a sign is wrong. Step against the gradient of the cross-entropy
    (section 7, "A fair comparison").
    """
    fitted = lambda model, batches, epochs: fit(model, batches, epochs, sign=-1.0)  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, fitted=fitted)


@mistake
def gradients_are_never_cleared(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You never clear the gradients, so each step adds all gradients so far. Call zero_grad() for every batch
    (section 7, "A fair comparison").
    """
    fitted = lambda model, batches, epochs: fit(model, batches, epochs, clear=False)  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, fitted=fitted)


@mistake
def training_in_evaluation_mode(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You train in evaluation mode, where dropout does nothing. Call model.train() before you train (section 4,
    "Two modes").
    """
    fitted = lambda model, batches, epochs: fit(model, batches, epochs, mode=False)  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, fitted=fitted)


@mistake
def eval_stays_on_after_the_first_epoch(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You measure after each epoch and never go back to training mode, so that dropout is off from the second
    epoch on. Call model.train() at the start of every epoch (section 4, "Two modes").
    """

    def fitted(model, batches, epochs):
        for epoch in range(epochs):
            fit(model, batches, 1, mode=epoch == 0)

    return swept(make_model, train, test, ps, epochs, seed, fitted=fitted)


@mistake
def seed_is_never_set(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You never use `seed`, so that no result can be repeated. Call torch.manual_seed(seed) before you make a
    model (section 7, "A fair comparison").
    """
    answer = {}
    for p in ps:
        model = make_model(p)
        fit(model, train, epochs)
        answer[p] = row(accuracy(model, train), accuracy(model, test))
    return answer


@mistake
def seed_is_set_after_the_model_is_made(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You set the seed after the model is made, so that its first weights differ from run to run. Call
    torch.manual_seed(seed) before make_model(p) (section 7, "A fair comparison").
    """
    answer = {}
    for p in ps:
        model = make_model(p)
        torch.manual_seed(seed)
        fit(model, train, epochs)
        answer[p] = row(accuracy(model, train), accuracy(model, test))
    return answer


@mistake
def seed_is_always_0(make_model, train, test, ps=PS, epochs=5, seed=0):
    """You set a seed of your own, so that all seeds give the same result. Use `seed` (section 7, "A fair
    comparison").
    """
    return swept(make_model, train, test, ps, epochs, 0)


@mistake
def steps_are_far_too_short(make_model, train, test, ps=PS, epochs=5, seed=0):
    """Your learning rate is so small that models stay almost as they were made. With Adam, 1e-3 is a good
    start (section 7, "A fair comparison").
    """
    fitted = lambda model, batches, epochs: fit(model, batches, epochs, lr=1e-6)  # noqa: E731
    return swept(make_model, train, test, ps, epochs, seed, fitted=fitted)
