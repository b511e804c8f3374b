"""Training: the curve of losses of a network of ours, and what the student's network is made of."""

import props
import pytest
import torch
from a2_inputs import noise

from autograder.suite import (
    article,
    assert_close,
    assert_equal,
    assert_refuses_each,
    check,
    local,
    number,
)
from reference import batch_norm

ref = local({**vars(batch_norm), "props": props})
convergence = pytest.mark.question("convergence")

WITH_AND_WITHOUT = pytest.mark.parametrize(
    "with_norm", [pytest.param(True, id="with_norm"), pytest.param(False, id="without_norm")]
)


def batches(count: int) -> list[list[torch.Tensor]]:
    """Batches of unequal sizes for the network of `props.tiny_net`, in float64."""
    sizes = [4 + step % 3 for step in range(count)]
    return [
        [noise(n, 2, 4, 5, seed=seed, dtype=torch.float64), torch.arange(n) % 4]
        for seed, n in enumerate(sizes)
    ]


def curve(namespace, with_norm, data, lr=0.2):
    """The losses of our network on these batches."""
    return namespace.loss_curve(namespace.props.tiny_net(with_norm), data, lr)


def losses(got, length):
    """The student's curve as numbers, one for each batch."""
    check(isinstance(got, list | tuple), f"the curve must be a list, got {article(got)}")
    check(len(got) == length, f"the curve has {len(got)} values, expected {length}")
    return [number(value, f"the curve[{i}]") for i, value in enumerate(got)]


# the curve


@convergence
def test_the_first_loss_is_that_of_the_untouched_network(student):
    got = losses(curve(student, True, batches(1)), 1)
    assert_close(got, curve(ref, True, batches(1)), summands=4, what="the curve")


@convergence
@WITH_AND_WITHOUT
def test_every_loss_is_that_of_the_network_after_the_steps_before(student, with_norm):
    got = losses(curve(student, with_norm, batches(4)), 4)
    assert_close(got, curve(ref, with_norm, batches(4)), summands=8, what="the curve")


@convergence
def test_the_step_is_as_long_as_lr_says(student):
    got = losses(curve(student, False, batches(3), lr=0.01), 3)
    assert_close(got, curve(ref, False, batches(3), lr=0.01), summands=8, what="the curve")


@convergence
def test_the_curve_is_a_list_of_floats(student):
    got = curve(student, False, batches(1))
    losses(got, 1)
    floats = all(isinstance(value, float) for value in got)
    check(floats, f"the curve must hold Python floats, got {article(got[0])}; use .item()")
    assert_close(got, curve(ref, False, batches(1)), summands=4, what="the curve")


@convergence
def test_batches_may_come_from_an_iterator(student):
    got, expected = (curve(f, False, f.props.stream(batches(2))) for f in (student, ref))
    assert_close(losses(got, 2), expected, summands=8, what="the curve")


@convergence
def test_a_step_of_no_length_is_refused(student):
    got = losses(curve(student, False, batches(1)), 1)
    assert_close(got, curve(ref, False, batches(1)), summands=4, what="the curve")
    net = student.props.tiny_net.new(False)
    cases = {f"lr is {lr:g}": (net, batches(1), lr) for lr in (0.0, -0.1)}
    assert_refuses_each(student, "loss_curve", cases)


@convergence
def test_the_network_is_trained_in_place(student):
    answers = []
    for f in (student, ref):
        net = f.props.tiny_net(True)
        f.loss_curve(net, batches(2), 0.2)
        answers.append(f.props.parameters(net))
    assert_close(*answers, summands=1e6, what="the parameters after training")


@convergence
def test_gradients_that_were_there_before_do_not_count(student):
    answers = [
        f.loss_curve(f.props.tiny_net(False, old_gradient=0.3), batches(2), 0.2)
        for f in (student, ref)
    ]
    assert_close(losses(answers[0], 2), answers[1], summands=8, what="the curve")


# the network


def network(namespace, with_norm, *num_classes):
    """The student's network."""
    net = namespace.SmallCNN.new(with_norm, *num_classes)
    namespace.tools.fill_lazy(net, 1, 3, 8, 8)
    return net


X = noise(4, 3, 9, 9)


@convergence
@pytest.mark.parametrize(
    ("with_norm", "size", "num_classes"),
    [
        pytest.param(True, (8, 8), [], id="smallest"),
        pytest.param(True, (9, 13), [7], id="odd_with_norm"),
        pytest.param(False, (13, 9), [7], id="odd_without_norm"),
        pytest.param(False, (32, 32), [], id="thirty_two"),
    ],
)
def test_the_network_gives_logits_for_images_of_any_size(student, with_norm, size, num_classes):
    net = network(student, with_norm, *num_classes)
    got = student.props.logits_shape(net, noise(2, 3, *size))
    assert_equal(got, [2, *(num_classes or [10])], what="the list of the logits' sizes")


@convergence
@WITH_AND_WITHOUT
def test_the_network_gives_logits_not_probabilities(student, with_norm):
    probabilities = student.props.gives_probabilities(network(student, with_norm), X)
    check(probabilities is False, "the logits of each image add up to 1: leave the softmax out")


@convergence
@WITH_AND_WITHOUT
def test_images_see_each_other_in_training_where_there_is_batch_norm(student, with_norm):
    mixes = student.props.mixes_images(network(student, with_norm), X)
    verb = "must depend" if with_norm else "must not depend"
    check(mixes is with_norm, f"in training, an image's logits {verb} on the rest of the batch")


@convergence
@WITH_AND_WITHOUT
def test_running_statistics_move_where_there_is_batch_norm(student, with_norm):
    tracks = student.props.tracks_batches(network(student, with_norm), X)
    verb = "must change" if with_norm else "must not change"
    check(tracks is with_norm, f"a batch in training {verb} running statistics of the network")


@convergence
@WITH_AND_WITHOUT
def test_the_scale_of_the_first_filters_matters_without_batch_norm_only(student, with_norm):
    net = network(student, with_norm)
    undone = student.props.undoes_the_scale_of_its_filters(net, X, first_only=True)
    verb = "must not matter" if with_norm else "must matter"
    check(undone is with_norm, f"the scale of what the first convolution gives {verb}")


@convergence
def test_with_batch_norm_the_scale_of_no_filters_matters(student):
    net, arguments = network(student, True, 7), {"first_only": False, "num_classes": 7}
    undone = student.props.undoes_the_scale_of_its_filters(net, X, **arguments)
    check(undone is True, "the scale of what the convolutions give must not matter")


@convergence
def test_there_is_a_batch_norm_behind_each_convolution(student):
    # a last convolution that stands in for the linear layer needs none
    missing = student.props.convolutions_without_statistics(network(student, True))
    check(type(missing) is int, "the network's batch normalisations cannot be counted")
    check(0 <= missing <= 1, "some convolutions have no batch normalisation of their own")


@convergence
def test_each_batch_norm_stands_in_one_place(student):
    twice = student.props.has_a_norm_in_two_places(network(student, True), X)
    check(twice is False, "one batch normalisation is used in two places: make one for each")


@convergence
def test_the_logits_are_not_normalised(student):
    normalised = student.props.normalises_its_logits(network(student, True, 7), X, 7)
    check(normalised is False, "the logits are normalised: no batch norm after the last layer")


@convergence
def test_images_do_not_see_each_other_in_evaluation(student):
    mixes = student.props.mixes_images_in_evaluation(network(student, True), X)
    check(mixes is False, "in evaluation mode an image's logits depend on the rest of the batch")


@convergence
def test_both_networks_are_the_same_but_for_batch_norm(student):
    nets = [network(student, with_norm) for with_norm in (True, False)]
    same = student.props.same_weights_but_norm(*nets)
    check(same is True, "the filters and matrices of both networks must have the same shapes")


@convergence
@WITH_AND_WITHOUT
def test_every_parameter_takes_part(student, with_norm):
    takes = student.props.learns_everywhere(network(student, with_norm), X)
    check(takes is True, "a parameter gets no gradient: its layer is made, but never used")


@convergence
def test_the_network_learns_from_its_curve(student):
    net, x, y = network(student, True, 3), noise(6, 3, 8, 8), torch.arange(6) % 3
    learns = student.props.learns(student.loss_curve.get(), net, x, y)
    check(learns is True, "ten steps on one batch must bring its loss down")
