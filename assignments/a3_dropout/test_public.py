"""The public tests: the lesson's worked examples. Run them with `pytest` in this folder.

The hidden tests that give the points look at more: other p and shapes, independent draws, gradients,
both modes. Passing these here means that you are on the way, not that you are done.

Masks are random, so these tests count. The bounds are so wide that a right answer fails less than
once in a million runs.
"""

import dropout
import pytest
import torch
from torch import nn

function = pytest.mark.question("function")
module = pytest.mark.question("module")
backward = pytest.mark.question("backward")
network = pytest.mark.question("network")
sweep = pytest.mark.question("sweep")

ROW = torch.tensor([[2.0, -1.0, 4.0, 3.0]])


def share_of_zeros(y: torch.Tensor) -> float:
    """The fraction of values that are 0."""
    return (y == 0).double().mean().item()


@function
def test_function_drops_about_a_share_of_p():
    y = dropout.dropout(torch.ones(100, 100), p=0.3)
    assert abs(share_of_zeros(y) - 0.3) < 0.025  # 5.4 standard deviations of 10,000 draws


@function
def test_function_divides_the_survivors_by_1_minus_p():
    y = dropout.dropout(torch.ones(1000), p=0.75)
    torch.testing.assert_close(y.unique(), torch.tensor([0.0, 4.0]))


@function
def test_function_changes_nothing_without_training():
    torch.testing.assert_close(dropout.dropout(ROW, p=0.75, training=False), ROW)


@function
@pytest.mark.parametrize(("p", "factor"), [(0.0, 1.0), (1.0, 0.0)])
def test_function_takes_both_ends(p, factor):
    torch.testing.assert_close(dropout.dropout(ROW, p=p), ROW * factor)


@function
def test_function_repeats_itself_with_a_generator_of_the_same_seed():
    x = torch.ones(20, 30)
    one, other = (
        dropout.dropout(x, p=0.3, generator=torch.Generator().manual_seed(3)) for _ in range(2)
    )
    assert 0 < share_of_zeros(one) < 1
    torch.testing.assert_close(one, other)


@function
def test_function_refuses_what_is_no_probability():
    with pytest.raises(ValueError):
        dropout.dropout(ROW, p=1.5)


@module
def test_module_drops_in_training_mode():
    layer = dropout.Dropout(0.3)
    assert abs(share_of_zeros(layer(torch.ones(100, 100))) - 0.3) < 0.025


@module
def test_module_drops_nothing_after_eval():
    layer = dropout.Dropout(0.75)
    layer.eval()
    torch.testing.assert_close(layer(ROW), ROW)


@module
def test_module_follows_the_mode_of_the_network_around_it():
    net = nn.Sequential(dropout.Dropout(0.3)).eval()
    torch.testing.assert_close(net(ROW), ROW)
    net.train()
    assert share_of_zeros(net(torch.ones(100, 100))) > 0.2


@backward
def test_backward_sends_the_gradient_where_a_value_was_kept():
    gradient = torch.tensor([[10.0, 20.0, 30.0, 40.0]])
    mask = torch.tensor([[1.0, 0.0, 0.0, 1.0]])
    expected = torch.tensor([[40.0, 0.0, 0.0, 160.0]])
    torch.testing.assert_close(dropout.dropout_backward(gradient, mask, p=0.75), expected)


@backward
def test_backward_takes_a_mask_of_true_and_false():
    gradient, mask = torch.ones(2), torch.tensor([True, False])
    got = dropout.dropout_backward(gradient, mask, p=0.5)
    torch.testing.assert_close(got, torch.tensor([2.0, 0.0]))


@network
def test_network_gives_a_logit_for_each_class():
    assert dropout.CNNWithDropout(num_classes=7)(torch.zeros(2, 3, 32, 32)).shape == (2, 7)


@network
def test_network_has_the_right_number_of_parameters():
    net = dropout.CNNWithDropout()
    assert sum(parameter.numel() for parameter in net.parameters()) == 4_404_362


@network
def test_network_is_random_in_training_mode_only():
    net, x = dropout.CNNWithDropout(p=0.3), torch.ones(2, 3, 32, 32)
    assert not torch.equal(net(x), net(x))
    net.eval()
    torch.testing.assert_close(net(x), net(x))


class OddInTraining(nn.Module):
    """In evaluation mode it finds the class that x tells; in training mode the other one."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        """The logits, large for the class that x tells, or in training mode for the other."""
        logits = torch.cat([1 - x, x], dim=1)
        return 10 * (logits.flip(1) if self.training else logits) + self.weight


def batches(told: list[int], classes: list[int]) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Batches of three; the last may be smaller."""
    x, y = torch.tensor(told).float()[:, None], torch.tensor(classes)
    return list(zip(x.split(3), y.split(3), strict=True))


TRAIN = batches([0, 1, 0, 1], [0, 1, 0, 1])  # all right
TEST = batches([0, 1, 0, 1], [0, 1, 0, 0])  # 3 of 4


@sweep
def test_sweep_measures_in_evaluation_mode_over_all_images():
    result = dropout.dropout_sweep(lambda p: OddInTraining(), TRAIN, TEST, ps=(0.5,), epochs=1)
    assert result[0.5]["train_accuracy"] == pytest.approx(1.0)
    assert result[0.5]["test_accuracy"] == pytest.approx(0.75)
    assert result[0.5]["gap"] == pytest.approx(0.25)


@sweep
def test_sweep_makes_a_model_for_each_p():
    made = []

    def make_model(p):
        made.append(p)
        return nn.Linear(1, 2)

    result = dropout.dropout_sweep(make_model, TRAIN, TEST, ps=(0.0, 0.4), epochs=1)
    assert set(result) == {0.0, 0.4}
    assert sorted(made) == [0.0, 0.4]
