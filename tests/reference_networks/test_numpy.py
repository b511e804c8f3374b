"""The network in NumPy against torch's own operators."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from seeded_networks import ROUNDED, SHARP, filled, images
from torch import nn

from reference import architectures_all as networks
from reference.architectures import numpy_cnn


@pytest.mark.parametrize("padding", [0, 1, 3])
@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (2, 4), (5, 1)])
def test_conv2d_is_torchs_convolution(kernel, padding):
    x, weight, bias = images(2, 3, 5, 7), images(4, 3, *kernel, seed=1), images(4, seed=2)
    got = networks.conv2d(x.numpy(), weight.numpy(), bias.numpy(), padding)
    torch.testing.assert_close(torch.from_numpy(got), F.conv2d(x, weight, bias, padding=padding))


def test_conv2d_keeps_float32_and_its_inputs():
    given = [images(2, 3, 5, 7), images(4, 3, 3, 3, seed=1), images(4, seed=2)]
    arrays = [tensor.float().numpy() for tensor in given]
    before = [array.copy() for array in arrays]
    assert networks.conv2d(*arrays, padding=1).dtype == np.float32
    assert all(np.array_equal(*pair) for pair in zip(arrays, before, strict=True))


@pytest.mark.parametrize(
    ("weight", "bias", "padding", "names"),
    [
        pytest.param((2, 4, 3, 3), (2,), 0, "x has 3 channels; the weight needs 4", id="channels"),
        pytest.param((2, 3, 6, 3), (2,), 0, "kernel_size is 6", id="too_tall"),
        pytest.param((2, 3, 3, 8), (2,), 0, "kernel_size is 8", id="too_wide"),
        pytest.param((2, 3, 3, 3), (2,), -1, "padding is -1", id="padding"),
        pytest.param((2, 3, 3, 3), (1,), 0, "bias has shape", id="one_bias_for_two_filters"),
    ],
)
def test_conv2d_refuses_what_does_not_fit(weight, bias, padding, names):
    with pytest.raises(ValueError, match=names):
        networks.conv2d(np.ones((1, 3, 5, 7)), np.ones(weight), np.ones(bias), padding)


def test_relu_and_max_pool_are_torchs():
    x = images(2, 3, 6, 10) - 0.5  # some windows hold nothing above 0
    pooled, positive = (f(x.numpy()) for f in (numpy_cnn.max_pool, numpy_cnn.relu))
    torch.testing.assert_close(torch.from_numpy(pooled), F.max_pool2d(x, 2), rtol=0, atol=0)
    torch.testing.assert_close(torch.from_numpy(positive), F.relu(x), rtol=0, atol=0)


def torch_cnn() -> nn.Module:
    layers: list[nn.Module] = []
    for c, out in ((3, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(c, out, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(2048, 256), nn.ReLU(), nn.Linear(256, 10))


@pytest.mark.parametrize("given", [dict, lambda state: [*state.values()]], ids=["dict", "list"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_simple_cnn_is_the_same_network_in_torch(given, dtype):
    net, x = filled(torch_cnn, dtype), images(2, 3, 32, 32, dtype=dtype)
    state = {name: tensor.numpy() for name, tensor in net.state_dict().items()}
    got = networks.SimpleCNN.from_state(given(state)).forward(x.numpy())
    tolerance = ROUNDED if dtype == torch.float32 else SHARP
    torch.testing.assert_close(torch.from_numpy(got), net(x).detach(), **tolerance)
