"""The public tests: the lesson's worked examples. Run them with `pytest` in this folder.

The hidden tests that give the points look at more: other shapes and arguments, tiny spreads, batches
of one image, gradients, both modes, what is kept and what is changed. Passing these here means that
you are on the way, not that you are done.
"""

import math

import batch_norm
import pytest
import torch

normalize = pytest.mark.question("normalize")
running_stats = pytest.mark.question("running_stats")
module = pytest.mark.question("module")
backward = pytest.mark.question("backward")
conv_block = pytest.mark.question("conv_block")
convergence = pytest.mark.question("convergence")

# The lesson's batch: two images of 1 x 2 pixels, two channels. Channel 0 holds 1, 3, 5, 7 (mean 4,
# biased variance 5), channel 1 holds 10, 10, 30, 30 (mean 20, biased variance 100).
X = torch.tensor([[[[1.0, 3.0]], [[10.0, 10.0]]], [[[5.0, 7.0]], [[30.0, 30.0]]]])
ONES, ZEROS = torch.ones(2), torch.zeros(2)


def expect(got: torch.Tensor, values: list) -> None:
    """Fails unless `got` holds these values, up to four digits, in this shape."""
    torch.testing.assert_close(got, torch.tensor(values, dtype=got.dtype), rtol=1e-4, atol=1e-4)


@normalize
def test_normalize_gives_the_worked_example():
    got = batch_norm.batch_norm2d(X, ONES, ZEROS)
    expect(got[:, 0, 0], [[-1.3416, -0.4472], [0.4472, 1.3416]])
    expect(got[:, 1, 0], [[-1.0, -1.0], [1.0, 1.0]])


@normalize
def test_normalize_scales_and_shifts_each_channel():
    got = batch_norm.batch_norm2d(X, torch.tensor([1.0, 3.0]), torch.tensor([0.0, 5.0]))
    expect(got[:, 0, 0], [[-1.3416, -0.4472], [0.4472, 1.3416]])
    expect(got[:, 1, 0], [[2.0, 2.0], [8.0, 8.0]])


@normalize
def test_normalize_adds_eps_under_the_root():
    got = batch_norm.batch_norm2d(X, ONES, ZEROS, eps=44.0)  # 100 + 44 = 12 * 12
    expect(got[:, 1, 0], [[-10 / 12, -10 / 12], [10 / 12, 10 / 12]])


@running_stats
def test_running_stats_of_the_worked_example():
    mean, var = batch_norm.update_running_stats(X, ZEROS, ONES)
    expect(mean, [0.4, 2.0])
    expect(var, [0.9 + 0.1 * 20 / 3, 0.9 + 0.1 * 400 / 3])


@running_stats
def test_running_stats_follow_the_momentum():
    mean, var = batch_norm.update_running_stats(X, torch.tensor([10.0, 10.0]), ONES, momentum=0.5)
    expect(mean, [7.0, 15.0])
    expect(var, [0.5 + 0.5 * 20 / 3, 0.5 + 0.5 * 400 / 3])


@module
def test_module_starts_as_torchs_layer_does():
    layer, twin = batch_norm.BatchNorm2d(3), torch.nn.BatchNorm2d(3)
    torch.testing.assert_close(dict(layer.state_dict()), dict(twin.state_dict()))


@module
def test_module_remembers_in_training():
    layer = batch_norm.BatchNorm2d(2)
    expect(layer(X)[:, 1, 0], [[-1.0, -1.0], [1.0, 1.0]])
    expect(layer.running_mean, [0.4, 2.0])
    assert layer.num_batches_tracked == 1


@module
def test_module_uses_its_memory_in_evaluation():
    layer = batch_norm.BatchNorm2d(2).eval()  # mean 0 and variance 1: nothing to change
    expect(layer(X[:1])[0, :, 0], [[1.0, 3.0], [10.0, 10.0]])
    expect(layer.running_mean, [0.0, 0.0])


@backward
def test_backward_of_gamma_and_beta():
    upstream = torch.tensor([1.0, 2.0, 3.0, 4.0]).reshape(2, 1, 1, 2).expand(2, 2, 1, 2).clone()
    _, grad_gamma, grad_beta = batch_norm.batch_norm2d_backward(upstream, X, ONES)
    expect(grad_beta, [10.0, 10.0])
    expect(grad_gamma, [10 / math.sqrt(5), 4.0])


@backward
def test_backward_of_x_adds_up_to_zero():
    upstream = torch.tensor([[[[1.0, 0.0]], [[2.0, 0.0]]], [[[0.0, 0.0]], [[0.0, 0.0]]]])
    grad_x, _, _ = batch_norm.batch_norm2d_backward(upstream, X, ONES)
    expect(grad_x.sum(dim=(0, 2, 3)), [0.0, 0.0])
    expect(grad_x[:, 1, 0], [[0.1, -0.1], [0.0, 0.0]])


@conv_block
def test_conv_block_keeps_height_and_width():
    block = batch_norm.ConvBNReLU(3, 8)
    assert block(torch.randn(2, 3, 5, 7)).shape == (2, 8, 5, 7)


@conv_block
def test_conv_block_has_filters_scale_and_shift_and_no_more():
    block = batch_norm.ConvBNReLU(3, 8)
    assert sum(parameter.numel() for parameter in block.parameters()) == 8 * 3 * 3 * 3 + 8 + 8


@convergence
@pytest.mark.parametrize("with_norm", [True, False])
def test_convergence_network_takes_images_of_any_size(with_norm):
    net = batch_norm.SmallCNN(with_norm, num_classes=7)
    assert net(torch.randn(2, 3, 8, 11)).shape == (2, 7)


@convergence
def test_convergence_curve_of_one_parameter_by_hand():
    # Logits (w, 0) for class 0: the loss is log(1 + exp(-w)), its slope -1 / (1 + exp(w)).
    model = torch.nn.Linear(1, 2, bias=False)
    torch.nn.init.zeros_(model.weight)
    batch = (torch.ones(1, 1), torch.tensor([0]))
    curve = batch_norm.loss_curve(model, [batch, batch], lr=1.0)
    # One step moves the two logits by 0.5 and -0.5.
    assert curve == pytest.approx([math.log(2), math.log(1 + math.exp(-1))], rel=1e-5)
