"""What is measured for the accuracy of `build_model`: right networks, broken ones, and the budgets."""

from functools import partial

import a6_networks as networks
from a6_tiers import CPU_TIERS, SYNTHETIC_TIERS
from torch import nn

from autograder.suite.accuracy import Plan, Profile
from reference.cifar10_model import build_model
from reference.residual_blocks import PlainBlock

# Seconds on one core: up to 12 with pictures made here, up to 60 with CIFAR-10.
SYNTHETIC = Profile(
    images=8_000,
    test_images=2_000,
    test_seed=1_915_542_918,
    recipe={"samples": 32_000, "least": 7_000, "gigaflops": 800.0},
    tiers=SYNTHETIC_TIERS,
)
CPU = Profile(
    data="cifar10",
    images=40_000,
    test_images=5_000,
    test_seed=1_131_294_509,
    recipe={"samples": 40_000, "least": 20_000, "gigaflops": 1_300.0},
    tiers=CPU_TIERS,
    without=frozenset(
        {
            "course_network_softmax",  # the narrow network's variants tell as much for less
            "course_network_without_activation",
            "course_network_with_sigmoid",
            "course_network_without_norm",
        }
    ),
)
GPU = Profile(
    data="cifar10",
    images=50_000,
    test_images=10_000,
    test_seed=316_595_611,
    recipe={"samples": 1_000_000, "batch": 256, "precision": "bf16", "shift": 2},
    tiers=CPU_TIERS,
)
narrow, course = networks.cifar10net, networks.course_network
PLAN = Plan(
    profiles={"synthetic": SYNTHETIC, "cpu": CPU, "gpu": GPU},
    correct={
        "course_network": build_model,
        "cifar10net": narrow,
        "resnet": networks.resnet,
        "vgg16": networks.vgg16,
        "cnn_with_dropout": networks.cnn_with_dropout,
        "strided_network": networks.strided_network,
        "lenet5": networks.lenet5,
        "lenet5_tanh": partial(networks.lenet5, nn.Tanh),
    },
    broken={
        "softmax_before_cross_entropy": networks.followed_by(narrow, nn.Softmax(dim=1)),
        "relu_on_the_logits": networks.followed_by(narrow, nn.ReLU()),
        "no_activation": partial(narrow, activation=nn.Identity),
        "sigmoid_for_relu": partial(narrow, activation=nn.Sigmoid),
        "no_batch_norm": partial(narrow, norm=nn.Identity),
        "dropout_0.9": partial(narrow, dropout=0.9),
        "course_network_softmax": networks.followed_by(course, nn.Softmax(dim=1)),
        "course_network_without_activation": partial(course, activation=nn.Identity),
        "course_network_with_sigmoid": partial(course, activation=nn.Sigmoid),
        "course_network_without_norm": partial(course, norm=nn.Identity),
        "resnet_without_additions": partial(networks.resnet, PlainBlock),
        "lenet5_without_activation": partial(networks.lenet5, nn.Identity),
        "lenet5_with_sigmoid": partial(networks.lenet5, nn.Sigmoid),
        "linear": networks.linear,
        "two_layers": networks.two_layers,
    },
    base="cifar10net",
)
