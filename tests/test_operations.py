"""Operations are counted as they would be by hand, where torch's own counter has none or too many."""

import pytest
import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention
from torch.utils.flop_counter import FlopCounterMode

from autograder.networks.train.cost import Operations

N, T, D = 2, 5, 8  # images, tokens of each, numbers in each


def counted(run):
    """The operations of a forward pass and of a backward pass from its sum."""
    with Operations() as operations:
        made = run()
        made = made[0] if isinstance(made, tuple) else made
        made.sum().backward()
    return operations.counted


def tokens(*shape, needs_gradient=True):
    return torch.randn(*(shape or (N, T, D)), requires_grad=needs_gradient)


CONVOLUTIONS = [
    # a cell of the output meets (c / groups) * k * k numbers in each of d filters
    pytest.param(nn.Conv2d(6, 12, 3), 6 * 6 * 12 * 6 * 9, id="plain"),
    pytest.param(nn.Conv2d(6, 12, 3, groups=3), 6 * 6 * 12 * 2 * 9, id="groups"),
    pytest.param(nn.Conv2d(6, 6, 3, padding=1, groups=6), 8 * 8 * 6 * 9, id="depthwise"),
    pytest.param(nn.Conv2d(6, 12, 3, stride=2, dilation=2, groups=6), 2 * 2 * 12 * 9, id="strided"),
    # a cell of the input meets (d / groups) * k * k numbers for each of c channels
    pytest.param(nn.ConvTranspose2d(6, 12, 2, stride=2), 8 * 8 * 6 * 12 * 4, id="transposed"),
    pytest.param(
        nn.ConvTranspose2d(6, 12, 2, stride=2, groups=3), 8 * 8 * 6 * 4 * 4, id="transposed_groups"
    ),
]


@pytest.mark.parametrize(("layer", "products"), CONVOLUTIONS)
@pytest.mark.parametrize("needs_gradient", [True, False], ids=["inside", "first"])
def test_a_convolution_costs_as_much_again_for_each_gradient(layer, products, needs_gradient):
    passes = 3 if needs_gradient else 2  # forward, the weight's gradient, that of the input
    x = tokens(N, 6, 8, 8, needs_gradient=needs_gradient)
    assert counted(lambda: layer(x)) == 2 * N * products * passes


@pytest.mark.parametrize("dimensions", [1, 3])
def test_a_depthwise_convolution_along_one_axis_or_three(dimensions):
    layer = {1: nn.Conv1d, 3: nn.Conv3d}[dimensions](4, 4, 3, groups=4)
    x = tokens(N, 4, *[6] * dimensions)
    assert counted(lambda: layer(x)) == 3 * 2 * N * 4 * 3**dimensions * 4**dimensions


@pytest.mark.parametrize("keys", [1, 2], ids=["shared_by_heads", "of_each_head"])
def test_fused_attention_costs_its_scores_and_its_means(keys):
    heads, size, wide = 2, 4, 4
    q, k, v = tokens(N, heads, T, size), tokens(N, keys, 7, size), tokens(N, keys, 7, wide)
    pairs = N * heads * T * 7
    forward = 2 * pairs * (size + wide)
    # scores once more, then gradients of scores and values, of queries and keys
    backward = 2 * pairs * (size + 2 * wide + 2 * size)
    found = counted(lambda: scaled_dot_product_attention(q, k, v, enable_gqa=keys == 1))
    assert found == forward + backward


def test_attention_in_single_steps_costs_the_same_forward_and_needs_no_scores_again():
    x = tokens(1, N, T, D)
    dropped = counted(lambda: scaled_dot_product_attention(x, x, x, dropout_p=0.5))
    fused = counted(lambda: scaled_dot_product_attention(x, x, x))
    assert fused - dropped == 2 * N * T * T * D


@pytest.mark.parametrize("weights", [True, False], ids=["in_steps", "fused"])
def test_multi_head_attention_costs_its_matrices_too(weights):
    layer, x = nn.MultiheadAttention(D, 2, batch_first=True), tokens()
    matrices = 3 * 2 * N * T * 4 * D * D
    attended = 2 * N * T * T * D * (6 if weights else 7)
    assert counted(lambda: layer(x, x, x, need_weights=weights)) == matrices + attended


@pytest.mark.parametrize(
    ("layer", "matrices"),
    [
        pytest.param(nn.LSTM(D, 6, batch_first=True), 4 * 6 * (D + 6), id="lstm"),
        pytest.param(nn.GRU(D, 6, batch_first=True), 3 * 6 * (D + 6), id="gru"),
        pytest.param(nn.RNN(D, 6, batch_first=True), 6 * (D + 6), id="rnn"),
        pytest.param(
            nn.LSTM(D, 6, 2, batch_first=True, bidirectional=True),
            2 * 4 * 6 * (D + 6) + 2 * 4 * 6 * (12 + 6),
            id="two_layers_both_ways",
        ),
    ],
)
def test_a_recurrent_layer_costs_its_matrices_at_every_step(layer, matrices):
    # Steps in a row need no gradient of the first state and save its products, where torch takes
    # single steps; fused layers do not.
    found, whole = counted(lambda: layer(tokens())), 3 * 2 * N * T * matrices
    assert whole * 0.9 < found <= whole
    assert found == whole or not isinstance(layer, nn.LSTM)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        # the gradients are outer products, which are no sums
        pytest.param(lambda: tokens(4, D) @ tokens(D, needs_gradient=False), 2 * 4 * D, id="mv"),
        pytest.param(lambda: tokens(D) @ tokens(D, needs_gradient=False), 2 * D, id="dot"),
        pytest.param(
            lambda: torch.baddbmm(tokens(N, T, T), torch.randn(N, T, D), torch.randn(N, D, T)),
            2 * N * T * D * T,
            id="baddbmm",
        ),
        pytest.param(
            lambda: torch.addbmm(tokens(T, T), torch.randn(N, T, D), torch.randn(N, D, T)),
            2 * N * T * D * T,
            id="addbmm",
        ),
        pytest.param(
            lambda: torch.einsum("ntd,nsd->nts", tokens(), torch.randn(N, T, D)),
            2 * 2 * N * T * T * D,
            id="einsum",
        ),
    ],
)
def test_other_products_cost_two_operations_a_term(run, expected):
    assert counted(run) == expected


def test_a_bilinear_layer_costs_a_term_for_each_pair_of_inputs():
    layer = nn.Bilinear(D, 6, 3, bias=False)
    x, y = tokens(needs_gradient=False), tokens(N, T, 6, needs_gradient=False)
    assert counted(lambda: layer(x, y)) == 2 * 2 * N * T * 3 * D * 6  # and the weight's gradient


FAST = {  # what torch runs whole in evaluation without gradients
    "attention": (nn.MultiheadAttention(D, 2, batch_first=True), 4 * D * D),
    "encoder": (nn.TransformerEncoderLayer(D, 2, 16, batch_first=True), 4 * D * D + 2 * D * 16),
}


@pytest.mark.parametrize("name", FAST)
@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
def test_a_layer_in_evaluation_costs_its_forward_pass(name, mode):
    layer, matrices = FAST[name]
    layer.eval()
    with mode(), Operations() as operations:
        x = torch.randn(N, T, D)
        layer(x, x, x, need_weights=False) if name == "attention" else layer(x)
    assert operations.counted == 2 * N * T * matrices + 2 * 2 * N * T * T * D


def test_in_inference_mode_layers_cost_what_they_cost_elsewhere():
    net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten(2), nn.Linear(36, D), nn.LSTM(D, 6))
    with torch.inference_mode(), Operations() as operations:
        net(torch.randn(N, 3, 8, 8))
    linear, steps = 2 * N * 4 * 36 * D, 2 * N * 4 * 24 * (D + 6)
    assert operations.counted == 2 * N * 36 * 27 * 4 + linear + steps


def test_plain_networks_cost_what_torchs_own_counter_says():
    net = nn.Sequential(
        *(nn.Conv2d(3, 6, 3), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.ConvTranspose2d(6, 4, 2, stride=2), nn.Flatten(), nn.Linear(4 * 36, 10)),
    )
    x = torch.randn(N, 3, 8, 8)
    with FlopCounterMode(display=False) as counter:
        net(x).sum().backward()
    assert counted(lambda: net(x)) == counter.get_total_flops() > 0
