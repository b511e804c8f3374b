"""Question `accuracy`: the network as it is built, before any training by the grader."""

import pytest
import torch

from autograder.suite import assert_close, assert_refuses, check, fields, number, tensor

accuracy = pytest.mark.question("accuracy")
MOST_PARAMETERS = 5_000_000
STEPS = 40


def images(n):
    """Blocks of 8 x 8 pixels in random colours: easy to tell apart, on the scale of real inputs."""
    blocks = torch.randn(n, 3, 4, 4, generator=torch.Generator().manual_seed(n))
    return blocks.repeat_interleave(8, dim=2).repeat_interleave(8, dim=3)


def network(student, **options):
    """A new network; what is lazy in it gets its size first."""
    net = student.build_model.new(**options)
    student.tools.fill_lazy(net, 1, 3, 32, 32)
    return net


def logits(student, x, training, **options):
    net = network(student, **options)
    student.props.turned(net, training)
    return tensor(net(x), what="the model's output")


@accuracy
@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluation"])
def test_ten_logits_for_each_image_in_each_mode(student, training):
    got = tensor(logits(student, images(4), training), (4, 10), "the logits of four images")
    check(got.dtype == torch.float32, f"the logits are {got.dtype}, expected torch.float32")
    check(bool(torch.isfinite(got).all()), "some logits are not finite")


@accuracy
def test_as_many_logits_as_classes_are_asked_for(student):
    tensor(logits(student, images(2), False, num_classes=7), (2, 7), "the logits of two images")


@accuracy
def test_the_logits_are_no_probabilities(student):
    got = tensor(logits(student, images(6), False), (6, 10), "the logits of six images")
    check(bool(torch.isfinite(got).all()), "some logits are not finite")
    sums = got.double().sum(dim=1)
    softmax = bool((got >= 0).all()) and bool(
        torch.allclose(sums, torch.ones_like(sums), atol=1e-4)
    )
    check(not softmax, "each row is positive and adds up to 1: that is a softmax, not logits")


@accuracy
def test_the_logits_may_be_negative(student):
    got = tensor(logits(student, images(6), False), (6, 10), "the logits of six images")
    check(bool(torch.isfinite(got).all()), "some logits are not finite")
    # a network that is set to zero at first is right; exact zeros among positive values are a ReLU's
    cut = bool((got >= 0).all()) and bool((got == 0).any()) and bool((got > 0).any())
    check(not cut, "negative logits are cut off at 0")


@accuracy
def test_there_are_at_most_five_million_parameters(student):
    count = student.tools.parameter_count(network(student))
    check(type(count) is int and count > 0, "the model has no parameters")
    check(
        count <= MOST_PARAMETERS,
        f"the model has {count:,} parameters, at most 5,000,000 are allowed",
    )


@accuracy
def test_every_parameter_gets_a_gradient(student):
    found = student.props.without_gradient(student.build_model.get(), images(4), torch.arange(4))
    count, missed = fields(found, "parameters", "missed", what="the model")
    check(type(count) is int and count > 0, "the model has no parameters")
    check(isinstance(missed, list), "the gradients could not be read")
    check(not missed, f"{len(missed)} of {count} parameters get no gradient: are they used?")


@accuracy
def test_in_evaluation_mode_an_image_does_not_depend_on_its_neighbours(student):
    found = student.props.neighbours(student.build_model.get(), images(5))
    together, alone = fields(found, "together", "alone", what="what the model gives")
    together = tensor(together, (5, 10), "the logits of five images")
    check(bool(torch.isfinite(together).all()), "some logits are not finite")
    rows = [together[i : i + 1] for i in range(5)]
    assert_close(alone, rows, summands=10_000, what="the logits of each image on its own")


@accuracy
def test_eight_images_are_soon_known_by_heart(student):
    y = torch.tensor([0, 1, 2, 3, 4, 5, 6, 7])
    losses = student.props.by_heart(student.build_model.get(), images(8), y, STEPS)
    check(isinstance(losses, list) and bool(losses), "the model could not be trained")
    losses = [number(loss, "a loss") for loss in losses]
    message = f"after {STEPS} steps of Adam on eight images the loss is hardly lower than before"
    check(losses[-1] < 0.5 * losses[0], message)


@accuracy
def test_no_classes_are_refused(student):
    for count in (0, -1):
        assert_refuses(student.build_model, count, because=f"num_classes is {count}")
