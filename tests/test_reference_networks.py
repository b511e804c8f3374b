"""The networks of the course against torchvision's, torch's own operators and published counts.

AlexNet has two tables. Ours is figure 2 of the paper of 2012 in one piece: 96, 256, 384, 384 and 256
filters, 62,378,344 parameters. torchvision's is the narrower one of Krizhevsky's "One weird trick
for parallelizing convolutional neural networks" (2014): 64, 192, 384, 256 and 256 filters,
61,100,840 parameters. Kernels, strides, paddings, poolings, dropout and linear layers agree, so that
torchvision's network with our widths is ours. The paper itself cut the second, fourth and fifth
convolution in two halves that do not see each other: 60,965,224 parameters.
"""

import importlib
import inspect
from typing import Any, get_type_hints

import jaxtyping
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.networks.vision import import_torchvision
from reference import architectures_all as networks
from reference.architectures import numpy_cnn

SHARP: dict[str, Any] = {"rtol": 1e-9, "atol": 1e-9}  # for float64
ROUNDED: dict[str, Any] = {"rtol": 1e-4, "atol": 1e-4}  # for float32


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Two threads that share a busy core wait for each other: three times the time of one."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def published():
    """The models that torchvision keeps."""
    import_torchvision()
    return importlib.import_module("torchvision.models")


def images(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, dtype=dtype, generator=generator)


def sketch(make, *args, **options) -> Any:
    """What a call gives with shapes and no values: networks cost no memory and no time then."""
    with torch.device("meta"):
        return make(*args, **options)


def filled(make, dtype: torch.dtype = torch.float64, **options) -> Any:
    """The network with seeded values in every tensor; weights keep signals as large as they are."""
    net = sketch(make, **options).to(dtype).to_empty(device="cpu")
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, tensor in net.state_dict().items():
            if not tensor.is_floating_point():
                tensor.zero_()
            elif tensor.dim() == 1 and name.endswith(("weight", "var")):
                tensor.uniform_(0.5, 1.5, generator=generator)
            else:
                bound = (6 / tensor[0].numel()) ** 0.5 if tensor.dim() > 1 else 0.3
                tensor.uniform_(-bound, bound, generator=generator)
    return net


def share_weights(ours: nn.Module, theirs: nn.Module) -> None:
    """Put our tensors, not copies of them, into the places of theirs, in order."""
    names, mine = list(theirs.state_dict()), list(ours.state_dict().values())
    theirs.load_state_dict(dict(zip(names, mine, strict=True)), assign=True)


def outcome(forward, weights, x: Tensor) -> list[Tensor]:
    """The output, and the gradients of x and of the weights."""
    inputs, weights = x.clone().requires_grad_(), list(weights)
    torch.manual_seed(4)  # dropout takes the same units each time
    out = forward(inputs)
    grad_output = images(*out.shape, seed=2, dtype=out.dtype)
    return [out, *torch.autograd.grad(out, [inputs, *weights], grad_output)]


def assert_same(ours: nn.Module, theirs: nn.Module, x: Tensor) -> None:
    """Equal outputs and gradients, in eval mode and in training.

    Of a network in float32, a large one, the gradients of biases speak for those of weights.
    """
    large = x.dtype == torch.float32
    for training in (False, True):
        found = []
        for net in (ours.train(training), theirs.train(training)):
            weights = [weight for weight in net.parameters() if weight.dim() == 1 or not large]
            found.append(outcome(net, weights, x))
        torch.testing.assert_close(*found, **(ROUNDED if large else SHARP))


# ---------------------------------------------------------------------------- sizes, for all of them


@pytest.mark.parametrize(
    ("name", "options", "parameters"),
    [
        pytest.param("LeNet5", {}, 44_426, id="lenet5"),
        pytest.param("LeNet5", {"image_size": 32}, 61_706, id="lenet5_32"),
        pytest.param("LeNet5", {"image_size": 32, "in_channels": 3}, 62_006, id="lenet5_cifar"),
        pytest.param("AlexNet", {}, 62_378_344, id="alexnet"),
        pytest.param("AlexNet", {"num_classes": 10}, 58_322_314, id="alexnet_10"),
        pytest.param("VGG16", {}, 138_357_544, id="vgg16"),
        pytest.param("VGG19", {}, 143_667_240, id="vgg19"),
        pytest.param("SimpleResNet", {}, 2_777_674, id="simple_resnet"),
        pytest.param("CIFAR10Net", {}, 4_507_722, id="cifar10net"),
    ],
)
def test_sizes_are_the_published_ones(name, options, parameters):
    net = sketch(getattr(networks, name), **options)
    assert sum(parameter.numel() for parameter in net.parameters()) == parameters
    assert networks.count_parameters(net) == parameters


@pytest.mark.parametrize(
    ("name", "shape", "sides"),
    [
        pytest.param("LeNet5", (2, 1, 28, 28), [24, 12, 8, 4], id="lenet5"),
        pytest.param("AlexNet", (2, 3, 224, 224), [55, 27, 13, 6], id="alexnet"),
        pytest.param("AlexNet", (2, 3, 227, 227), [56, 27, 13, 6], id="alexnet_227"),
        pytest.param("VGG16", (2, 3, 224, 224), [224, 112, 56, 28, 14, 7], id="vgg16"),
        pytest.param("VGG19", (2, 3, 224, 224), [224, 112, 56, 28, 14, 7], id="vgg19"),
        pytest.param("CIFAR10Net", (2, 3, 32, 32), [32, 16, 8, 4, 1], id="cifar10net"),
        pytest.param("CIFAR10Net", (2, 3, 8, 13), [8, 4, 2, 1], id="cifar10net_smallest"),
    ],
)
def test_maps_shrink_as_the_figures_say_and_seven_logits_come_out(name, shape, sides):
    net = sketch(getattr(networks, name), num_classes=7)
    rows = sketch(networks.describe, net, shape)
    assert list(dict.fromkeys(row[1][2] for row in rows if len(row[1]) == 4)) == sides
    assert rows[-1][1] == (2, 7)
    assert sum(row[2] for row in rows) == networks.count_parameters(net)


@pytest.mark.parametrize(
    ("name", "options", "shape"),
    [
        pytest.param("LeNet5", {"in_channels": 3, "image_size": 29}, (2, 3, 29, 29), id="lenet5"),
        pytest.param("AlexNet", {}, (2, 3, 227, 227), id="alexnet"),
        pytest.param("VGG19", {}, (1, 3, 224, 224), id="vgg19"),
        pytest.param("CIFAR10Net", {}, (3, 3, 9, 14), id="cifar10net"),
    ],
)
def test_shapes_are_those_that_the_annotations_promise(name, options, shape):
    net = sketch(getattr(networks, name), **options)
    known = {**vars(inspect.getmodule(type(net))), "Float": jaxtyping.Float, "Tensor": Tensor}
    hints = get_type_hints(type(net).forward, known)
    x = torch.zeros(shape, device="meta")
    with jaxtyping.jaxtyped("context"):
        assert isinstance(x, hints["x"])
        assert isinstance(net(x), hints["return"])


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        pytest.param("LeNet5", (2, 1, 28, 28), id="lenet5"),
        pytest.param("AlexNet", (2, 3, 224, 224), id="alexnet"),
        pytest.param("CIFAR10Net", (2, 3, 16, 16), id="cifar10net"),
    ],
)
def test_gradients_flow_to_every_parameter(name, shape):
    net = filled(getattr(networks, name), torch.float32)
    found = outcome(net, net.parameters(), images(*shape, dtype=torch.float32))
    assert [gradient.any().item() for gradient in found] == [True] * len(found)


@pytest.mark.parametrize(
    ("call", "names"),
    [
        pytest.param(lambda: networks.LeNet5(0), "num_classes is 0", id="lenet5"),
        pytest.param(lambda: networks.LeNet5(10, 0), "in_channels is 0", id="lenet5_channels"),
        pytest.param(lambda: networks.LeNet5(10, 1, 15), "image_size is 15", id="lenet5_size"),
        pytest.param(lambda: networks.AlexNet(0), "num_classes is 0", id="alexnet"),
        pytest.param(lambda: networks.VGGBlock(0, 1, 1), "in_channels is 0", id="vgg_in"),
        pytest.param(lambda: networks.VGGBlock(1, 0, 1), "out_channels is 0", id="vgg_out"),
        pytest.param(lambda: networks.VGGBlock(1, 1, 0), "num_convs is 0", id="vgg_convs"),
        pytest.param(lambda: networks.VGG16(-1), "num_classes is -1", id="vgg16"),
        pytest.param(lambda: networks.VGG19(0), "num_classes is 0", id="vgg19"),
        pytest.param(lambda: networks.CIFAR10Net(0), "num_classes is 0", id="cifar10net"),
        pytest.param(
            lambda: networks.SimpleCNN.from_state([np.ones(1)] * 9), "holds 9 arrays", id="state"
        ),
    ],
)
def test_a_bad_argument_is_refused_by_name_and_value(call, names):
    with pytest.raises(ValueError, match=names):
        call()


def test_the_smallest_lenet5_ends_in_maps_of_one_cell():
    assert networks.LeNet5(image_size=16)(torch.zeros(2, 1, 16, 16)).shape == (2, 10)


# ----------------------------------------------------------------------------------- values, LeNet-5


@pytest.mark.parametrize(("layer", "activation"), [(nn.Tanh, torch.tanh), (nn.ReLU, torch.relu)])
@pytest.mark.parametrize(("c", "side"), [(1, 28), (1, 32), (3, 32), (2, 21)])
def test_lenet5_is_its_operators_written_out(layer, activation, c, side):
    net = filled(networks.LeNet5, in_channels=c, image_size=side, activation=layer)
    weights = list(net.parameters())
    w1, b1, w2, b2, w3, b3, w4, b4, w5, b5 = weights

    def by_hand(x: Tensor) -> Tensor:
        x = F.avg_pool2d(activation(F.conv2d(x, w1, b1)), 2)
        x = F.avg_pool2d(activation(F.conv2d(x, w2, b2)), 2).flatten(1)
        x = activation(F.linear(x, w3, b3))
        return F.linear(activation(F.linear(x, w4, b4)), w5, b5)

    x = images(3, c, side, side)
    found = (outcome(forward, weights, x) for forward in (net, by_hand))
    torch.testing.assert_close(*found, **SHARP)


def test_lenet5_squashes_with_tanh_unless_told_otherwise():
    kinds = [type(layer) for layer in networks.LeNet5().modules()]
    assert kinds.count(nn.Tanh) == 4
    assert nn.ReLU not in kinds


# ----------------------------------------------------------------------------------- values, AlexNet


def convolutions_of(net: nn.Module) -> list[nn.Conv2d]:
    return [layer for layer in net.modules() if isinstance(layer, nn.Conv2d)]


def test_alexnet_is_torchvisions_with_the_widths_of_the_first_paper(published):
    ours = filled(networks.AlexNet, torch.float32, num_classes=10)
    theirs = sketch(published.alexnet, num_classes=10)
    widths = (3, 96, 256, 384, 384, 256)
    for i, c, out in zip((0, 3, 6, 8, 10), widths[:-1], widths[1:], strict=True):
        layer = theirs.features[i]
        sizes = (layer.kernel_size, layer.stride, layer.padding)
        theirs.features[i] = sketch(nn.Conv2d, c, out, *sizes)
    share_weights(ours, theirs)
    assert_same(ours, theirs, images(2, 3, 224, 224, dtype=torch.float32))


def test_alexnet_differs_from_torchvisions_in_its_widths_alone(published):
    ours, theirs = sketch(networks.AlexNet), sketch(published.alexnet)
    widths = [[layer.out_channels for layer in convolutions_of(net)] for net in (ours, theirs)]
    assert widths == [[96, 256, 384, 384, 256], [64, 192, 384, 256, 256]]
    assert networks.count_parameters(theirs) == 61_100_840
    convolutional = [networks.count_parameters(net.features) for net in (ours, theirs)]
    assert convolutional == [3_747_200, 2_469_696]
    linear = [networks.count_parameters(net.classifier) for net in (ours, theirs)]
    assert linear == [58_631_144, 58_631_144]


def test_alexnet_in_two_halves_has_the_size_of_the_first_paper():
    net = sketch(networks.AlexNet)
    halved = [convolutions_of(net)[i].weight.numel() // 2 for i in (1, 3, 4)]
    assert networks.count_parameters(net) - sum(halved) == 60_965_224


# --------------------------------------------------------------------------------------- values, VGG


@pytest.fixture(scope="module", params=["16", "19"])
def both_vggs(published, request):
    """Ours and torchvision's on one set of weights: 0.6 GB, one depth at a time."""
    ours = filled(getattr(networks, f"VGG{request.param}"), torch.float32)
    theirs = sketch(getattr(published, f"vgg{request.param}"))
    share_weights(ours, theirs)
    return ours, theirs


def test_vgg_gives_torchvisions_logits(both_vggs):
    ours, theirs = (net.eval() for net in both_vggs)
    x = images(1, 3, 224, 224, dtype=torch.float32)
    with torch.inference_mode():
        expected = theirs(x)
        torch.testing.assert_close(ours(x), expected, **ROUNDED)
    assert expected.std() > 0.1  # nothing that any two networks would agree on


@pytest.mark.parametrize(
    ("part", "shape"), [("features", (2, 3, 32, 40)), ("classifier", (2, 25_088))]
)
def test_the_parts_of_vgg_are_torchvisions_in_both_modes(both_vggs, part, shape):
    ours, theirs = (getattr(net, part) for net in both_vggs)
    assert_same(ours, theirs, images(*shape, dtype=torch.float32))


@pytest.mark.parametrize("part", ["features", "classifier"])
def test_gradients_flow_to_every_parameter_of_vgg(both_vggs, part):
    net, _ = both_vggs
    x = images(*{"features": (1, 3, 64, 64), "classifier": (1, 25_088)}[part], dtype=torch.float32)
    found = outcome(getattr(net, part), getattr(net, part).parameters(), x)
    assert [gradient.any().item() for gradient in found] == [True] * len(found)


@pytest.mark.parametrize("num_convs", [1, 2, 4])
def test_a_vgg_block_is_torchvisions(published, num_convs):
    block = filled(networks.VGGBlock, in_channels=3, out_channels=5, num_convs=num_convs)
    theirs = published.vgg.make_layers([5] * num_convs + ["M"])
    share_weights(block, theirs)
    assert_same(block, theirs, images(2, 3, 7, 10))


# -------------------------------------------------------------------------------- values, CIFAR10Net


def test_cifar10net_is_built_of_torchvisions_parts(published):
    """Its VGG with batch norm, without biases in convolutions, and with a short end."""
    ours = filled(networks.CIFAR10Net, num_classes=7)
    layers = published.vgg.make_layers([64, "M", 128, "M", 256, 256, "M", 512, 512], True)
    theirs = sketch(published.VGG, layers, init_weights=False)
    theirs.avgpool = nn.AdaptiveAvgPool2d((1, 1))
    theirs.classifier = nn.Sequential(nn.Dropout(0.5), nn.Linear(512, 7))
    for layer in convolutions_of(theirs):
        layer.bias = None
    mine = ours.state_dict().values()
    theirs.double().load_state_dict(dict(zip(theirs.state_dict(), mine, strict=True)))  # copies
    assert_same(ours, theirs, images(3, 3, 10, 17))
    pairs = zip(mine, theirs.state_dict().values(), strict=True)
    assert all(torch.allclose(*pair) for pair in pairs)  # what a training step left in batch norms


# --------------------------------------------------------------------------------- the NumPy network


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


# ------------------------------------------------------------------------------- what a network holds


class Crossed(nn.Module):
    """A layer used twice, one never used, layers inside a layer, and some that are frozen."""

    def __init__(self):
        super().__init__()
        self.twice = nn.Conv2d(2, 2, 1)
        self.inner = nn.Sequential(nn.BatchNorm2d(2), nn.Dropout())
        self.unused = nn.Linear(5, 7)
        self.end = nn.Sequential(nn.Flatten(), nn.Linear(24, 3, bias=False))
        self.end[1].requires_grad_(False)
        self.inner[1].eval()

    def forward(self, x):
        return self.end(self.twice(self.inner(self.twice(x))))


def test_counting_takes_each_parameter_once_and_no_buffers():
    net = Crossed()
    net.alias = net.twice
    assert networks.count_parameters(net) == 6 + 4 + 42 + 72
    assert networks.count_parameters(net, trainable_only=True) == 6 + 4 + 42


def test_describing_gives_a_row_for_each_call_of_a_leaf_layer():
    assert networks.describe(Crossed(), (5, 2, 3, 4)) == [
        ("twice", (5, 2, 3, 4), 6),
        ("inner.0", (5, 2, 3, 4), 4),
        ("inner.1", (5, 2, 3, 4), 0),
        ("twice", (5, 2, 3, 4), 6),
        ("end.0", (5, 24), 0),
        ("end.1", (5, 3), 72),
    ]


def test_describing_runs_the_model_once_in_eval_mode_and_without_gradients():
    net, runs = Crossed(), []
    net.register_forward_hook(lambda *_: runs.append((net.training, torch.is_grad_enabled())))
    networks.describe(net, (5, 2, 3, 4))
    assert runs == [(False, False)]


@pytest.mark.parametrize("shape", [(5, 2, 3, 4), (5, 2, 9, 9)], ids=["fits", "fails_midway"])
def test_describing_leaves_the_model_as_it_was(shape):
    net = Crossed()
    modes = [layer.training for layer in net.modules()]
    before = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    if shape[2] == 9:
        with pytest.raises(RuntimeError, match="cannot be multiplied"):
            networks.describe(net, shape)
    else:
        networks.describe(net, shape)
    assert [layer.training for layer in net.modules()] == modes
    assert not any(layer._forward_hooks for layer in net.modules())
    torch.testing.assert_close(dict(net.state_dict()), before, rtol=0, atol=0)
    assert all(parameter.grad is None for parameter in net.parameters())
