"""Mistakes in `loss_curve`: which loss is noted, and what a step is."""

import torch
import torch.nn.functional as F

from autograder.suite import instead_of
from reference import batch_norm as correct


def train(model, batches, lr, *, loss_of=F.cross_entropy, optimizer=torch.optim.SGD, zero=True):
    """The curve, with one piece replaced."""
    model.train()
    optimizer, losses = optimizer(model.parameters(), lr=lr), []
    for x, y in batches:
        loss = loss_of(model(x), y)
        if zero:
            optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@instead_of("loss_curve")
def gradients_are_never_cleared(model, batches, lr):
    """You never clear the gradients, so each step adds all gradients so far. Call zero_grad() for
    every batch (section 7, "One step").
    """
    return train(model, batches, lr, zero=False)


@instead_of("loss_curve")
def first_step_follows_an_old_gradient(model, batches, lr):
    """You clear the gradients after each step. What the parameters bring along still counts in the
    first one: clear before you go backward (section 7, "One step").
    """
    model.train()
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses


@instead_of("loss_curve")
def steps_are_never_taken(model, batches, lr):
    """Your losses are those of the untouched network: no step moves the parameters. The order is
    zero_grad(), loss, backward(), step() (section 7, "One step").
    """
    with torch.no_grad():
        return [F.cross_entropy(model(x), y).item() for x, y in batches]


@instead_of("loss_curve")
def loss_after_the_step(model, batches, lr):
    """You note the loss after the step on the same batch. Note the one before it, which backward()
    starts from (section 7, "One step").
    """
    curve = []
    for x, y in batches:
        train(model, [(x, y)], lr)
        curve.append(F.cross_entropy(model(x), y).item())
    return curve


@instead_of("loss_curve")
def softmax_before_cross_entropy(model, batches, lr):
    """You apply softmax before cross-entropy, which has one inside. Give it the logits (section 7, "One
    step").
    """
    return train(model, batches, lr, loss_of=lambda z, y: F.cross_entropy(z.softmax(dim=1), y))


@instead_of("loss_curve")
def losses_are_summed_over_the_batch(model, batches, lr):
    """Your loss is the sum over the images of a batch. Take the mean, cross-entropy's default, so that
    lr means the same for batches of any size (section 7, "One step").
    """
    total = lambda z, y: F.cross_entropy(z, y, reduction="sum")  # noqa: E731
    return train(model, batches, lr, loss_of=total)


@instead_of("loss_curve")
def losses_are_tensors(model, batches, lr):
    """Your curve holds tensors, and each keeps the graph of its batch. Note loss.item(), a float
    (section 7, "One step").
    """
    return [torch.tensor(loss, dtype=torch.float64) for loss in train(model, batches, lr)]


@instead_of("loss_curve")
def means_of_all_losses_so_far(model, batches, lr):
    """You note the mean of all losses so far. The curve holds each batch's own loss (exercise
    `convergence`).
    """
    losses = train(model, batches, lr)
    return [sum(losses[: i + 1]) / (i + 1) for i in range(len(losses))]


@instead_of("loss_curve")
def steps_have_momentum(model, batches, lr):
    """Your optimiser has momentum. Take plain SGD, parameter - lr * gradient (section 7, "One step")."""
    sgd = lambda parameters, lr: torch.optim.SGD(parameters, lr=lr, momentum=0.9)  # noqa: E731
    return train(model, batches, lr, optimizer=sgd)


@instead_of("loss_curve")
def steps_are_those_of_adam(model, batches, lr):
    """Your optimiser is Adam. Take plain SGD, torch.optim.SGD, so that both networks are compared on the
    simplest step (section 7, "One step").
    """
    return train(model, batches, lr, optimizer=torch.optim.Adam)


@instead_of("loss_curve")
def lr_is_ignored(model, batches, lr):
    """You use a step size of your own. Use lr (section 7, "One step")."""
    return train(model, batches, 0.1)


@instead_of("loss_curve")
def one_loss_too_many(model, batches, lr):
    """Your curve has one value more than there are batches: a loss before the first step and one after
    each. Note one loss for each batch, before its step (section 7, "One step").
    """
    batches = list(batches)
    curve = train(model, batches, lr)
    x, y = batches[-1]
    return [*curve, F.cross_entropy(model(x), y).item()]


@instead_of("loss_curve")
def training_in_evaluation_mode(model, batches, lr):
    """You train in evaluation mode, so batch normalisation uses its running statistics and never moves
    them. Call model.train() first (section 4, "Two modes").
    """
    model.eval()
    batches = [(x, y) for x, y in batches]
    return [train_one(model, x, y, lr) for x, y in batches]


def train_one(model, x, y, lr):
    """One step in the mode the model is in."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


@instead_of("loss_curve")
def batches_need_a_length(model, batches, lr):
    """You ask for the length of batches, or index them. Some sources of batches can only be gone
    through: `for x, y in batches` (section 7, "One step").
    """
    return correct.loss_curve(model, [batches[i] for i in range(len(batches))], lr)
