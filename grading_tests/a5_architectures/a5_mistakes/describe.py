"""Mistakes in `describe`."""

import torch
from torch import nn

from autograder.suite import instead_of
from reference import architectures_all as correct
from reference.parameters import in_eval_mode, rows_of_calls


@instead_of("describe")
def describes_in_registration_order(model, input_shape):
    """Your rows follow the order in which layers were made. Write a row when a layer is called, in a
    forward hook: then the order is that of the calls (section 6, "A table of any model").
    """
    order = [name for name, _ in model.named_modules()]
    rows = correct.describe(model, input_shape)
    return sorted(rows, key=lambda row: order.index(row[0]))


@instead_of("describe")
def describes_each_layer_once(model, input_shape):
    """A layer that is called twice has one row only: a dict keeps one entry for a name. Collect the rows
    in a list (section 6, "A table of any model").
    """
    return list({row[0]: row for row in correct.describe(model, input_shape)}.values())


@instead_of("describe")
def describes_containers_too(model, input_shape):
    """Containers such as `nn.Sequential` have rows, too, so that what they hold counts twice. A leaf has
    no layers inside: `not list(layer.children())` (section 6, "A table of any model").
    """
    rows: list = []

    def note(name: str, layer: nn.Module) -> object:
        return layer.register_forward_hook(
            lambda layer, _, y: rows.append((name, tuple(y.shape), correct.count_parameters(layer)))
        )

    hooks = [note(name, layer) for name, layer in model.named_modules() if name]
    with in_eval_mode(model), torch.no_grad():
        model(torch.zeros(input_shape))
    for hook in hooks:
        hook.remove()
    return rows


@instead_of("describe")
def describes_without_the_batch(model, input_shape):
    """Your output shapes lack the number of images. They hold it, as `input_shape` does (exercise
    `resnet`).
    """
    rows = correct.describe(model, input_shape)
    return [(name, shape[1:], count) for name, shape, count in rows]


@instead_of("describe")
def describes_class_names(model, input_shape):
    """Your rows are named by the class of a layer. Use the qualified name, such as `features.0`, from
    `model.named_modules()` (section 6, "A table of any model").
    """
    layers = dict(model.named_modules())
    rows = correct.describe(model, input_shape)
    return [(type(layers[name]).__name__, *rest) for name, *rest in rows]


@instead_of("describe")
def describes_last_parts_of_names(model, input_shape):
    """Your rows hold the last part of a layer's name, which several layers may share. Use the whole
    name, such as `features.0`, from `model.named_modules()` (section 6, "A table of any model").
    """
    rows = correct.describe(model, input_shape)
    return [(name.split(".")[-1], *rest) for name, *rest in rows]


@instead_of("describe")
def describe_adds_a_batch_axis(model, input_shape):
    """You put an axis for the batch in front of `input_shape`, which has one already: it is
    `(n, c, h, w)` (exercise `resnet`).
    """
    return correct.describe(model, (1, *input_shape))


@instead_of("describe")
def describe_leaves_its_hooks(model, input_shape):
    """Your hooks stay on the model, and each later forward pass calls them. Keep what
    `register_forward_hook` returns, and `remove()` it (section 6, "A table of any model").
    """
    rows: list = []
    with in_eval_mode(model), torch.no_grad():
        rows_of_calls(model, rows).__enter__()  # and never out again
        model(torch.zeros(input_shape))
    return rows


@instead_of("describe")
def describe_runs_in_training_mode(model, input_shape):
    """You run the model in training mode, which changes the running statistics of batch normalisation.
    Use eval mode, and give each layer its mode back (section 6, "A table of any model").
    """
    rows: list = []
    modes = [(layer, layer.training) for layer in model.modules()]
    model.train()
    with rows_of_calls(model, rows), torch.no_grad():
        model(torch.zeros(input_shape))
    for layer, training in modes:
        layer.training = training
    return rows


@instead_of("describe")
def describe_leaves_eval_mode_on(model, input_shape):
    """The model stays in eval mode after `describe`, so that a training that goes on drops nothing.
    Note the mode of each layer, and give it back (section 6, "A table of any model").
    """
    rows = correct.describe(model, input_shape)
    model.eval()
    return rows


@instead_of("describe")
def describe_switches_all_to_training(model, input_shape):
    """After `describe` all layers are in training mode, those too that were not: `model.train()` sets
    them all. Note the mode of each layer, and give it back (section 6, "A table of any model").
    """
    rows = correct.describe(model, input_shape)
    model.train()
    return rows
