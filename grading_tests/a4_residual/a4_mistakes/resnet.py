"""Mistakes in `SimpleResNet`: the stem, the layers, the head."""

# ruff: noqa: ARG002, N801 - a class is named after its mistake and changes one method

import torch
from torch import nn
from torch.nn.functional import adaptive_max_pool2d, relu

from autograder.suite import instead_of
from reference import residual as correct
from reference.residual_blocks import conv3x3

Net = correct.SimpleResNet


def features(net: Net, x: torch.Tensor) -> torch.Tensor:
    """What the three layers make of a picture, `(n, 256, h / 4, w / 4)`."""
    out = relu(net.bn1(net.conv1(x)))
    return net.layer3(net.layer2(net.layer1(out)))


@instead_of("SimpleResNet")
class probabilities_come_out(Net):
    """Your network ends in softmax. Return the logits: the loss, cross-entropy, applies softmax itself
    (exercise `resnet`).
    """

    def forward(self, x):
        return super().forward(x).softmax(dim=1)


@instead_of("SimpleResNet")
class logits_are_rectified(Net):
    """You apply ReLU to the logits. A class must be able to get a negative number: nothing follows the
    last linear layer (exercise `resnet`).
    """

    def forward(self, x):
        return relu(super().forward(x))


@instead_of("SimpleResNet")
class stem_has_no_relu(Net):
    """The ReLU of your stem is missing. The stem is convolution, batch norm and ReLU (exercise
    `resnet`).
    """

    def forward(self, x):
        out = self.layer3(self.layer2(self.layer1(self.bn1(self.conv1(x)))))
        return self.fc(out.mean(dim=(2, 3)))


@instead_of("SimpleResNet")
class stem_has_no_batch_norm(Net):
    """You build the batch norm of the stem but never call it. It stands between the convolution and the
    ReLU (exercise `resnet`).
    """

    def forward(self, x):
        out = self.layer3(self.layer2(self.layer1(relu(self.conv1(x)))))
        return self.fc(out.mean(dim=(2, 3)))


@instead_of("SimpleResNet")
class stem_is_that_of_large_pictures(Net):
    """Your stem is the one for pictures of 224 pixels: 7x7 with stride 2. For 32 pixels it is a 3x3
    convolution with stride 1 (section 5, "The network").
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)


@instead_of("SimpleResNet")
class stem_is_max_pooled(Net):
    """You pool after the stem, as networks for large pictures do. Here the stem keeps 32x32 pixels
    (section 5, "The network").
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)

    def forward(self, x):
        out = self.pool(relu(self.bn1(self.conv1(x))))
        out = self.layer3(self.layer2(self.layer1(out)))
        return self.fc(out.mean(dim=(2, 3)))


@instead_of("SimpleResNet")
class features_are_max_pooled(Net):
    """You take the largest value of each feature map. Global average pooling takes its mean (section 5,
    "The network").
    """

    def forward(self, x):
        return self.fc(adaptive_max_pool2d(features(self, x), 1).flatten(1))


@instead_of("SimpleResNet")
class features_are_added_up(Net):
    """You add up each feature map. Global average pooling divides by the number of its pixels (section
    5, "The network").
    """

    def forward(self, x):
        return self.fc(features(self, x).sum(dim=(2, 3)))


@instead_of("SimpleResNet")
class features_are_flattened(Net):
    """You flatten the last feature maps in place of averaging them, and your linear layer has 64 times
    the weights. Global average pooling comes first (section 5, "The network").
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.fc = nn.Linear(256 * 8 * 8, num_classes)

    def forward(self, x):
        return self.fc(features(self, x).flatten(1))


@instead_of("SimpleResNet")
class number_of_classes_is_fixed(Net):
    """Your network always has ten outputs. The last linear layer has num_classes of them (exercise
    `resnet`).
    """

    def __init__(self, num_classes=10):
        super().__init__(10)


@instead_of("SimpleResNet")
class last_layer_has_no_bias(Net):
    """Your last linear layer has no bias. Only convolutions go without: no batch norm follows here
    (section 5, "The network").
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.fc = nn.Linear(256, num_classes, bias=False)


@instead_of("SimpleResNet")
class stem_has_a_bias(Net):
    """The convolution of your stem has a bias. Batch norm follows and has one: write bias=False (section
    2, "The block, step by step").
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.conv1 = nn.Conv2d(3, 64, 3, padding=1)


@instead_of("SimpleResNet")
class maps_keep_their_size(Net):
    """None of your layers has a stride, so that all maps stay 32x32. The second and the third layer
    start with stride 2 (section 5, "The network").
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.layer2 = correct.make_layer(64, 128, 2, 1)
        self.layer3 = correct.make_layer(128, 256, 2, 1)


@instead_of("SimpleResNet")
class first_layer_has_a_stride_too(Net):
    """Your first layer already has stride 2. It keeps 32x32 pixels and 64 channels; the second and the
    third layer halve (section 5, "The network").
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.layer1 = correct.make_layer(64, 64, 2, 2)


@instead_of("SimpleResNet")
class a_layer_is_left_out_of_forward(Net):
    """You build three layers, but your forward pass calls only two of them. Which one gets no gradient?
    (section 6, "When it does not work").
    """

    def forward(self, x):
        out = self.layer2(relu(self.bn1(self.conv1(x))))
        return self.fc(self.layer3(out).mean(dim=(2, 3)))


@instead_of("SimpleResNet")
class one_block_a_layer(Net):
    """Your layers have one block each. Each of the three layers has two (section 5, "The network")."""

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.layer1 = correct.make_layer(64, 64, 1, 1)
        self.layer2 = correct.make_layer(64, 128, 1, 2)
        self.layer3 = correct.make_layer(128, 256, 1, 2)


@instead_of("SimpleResNet")
class a_fourth_layer_follows(Net):
    """Your network has a fourth layer with 512 channels, as ResNet-18 has. This one ends with 256
    (section 5, "The network").
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.layer3 = nn.Sequential(self.layer3, correct.make_layer(256, 512, 2, 2))
        self.fc = nn.Linear(512, num_classes)


@instead_of("SimpleResNet")
class layers_are_plain(Net):
    """Your network never adds a shortcut: its blocks are plain. Build its layers with your make_layer
    (section 5, "The network").
    """

    def __init__(self, num_classes=10):
        nn.Module.__init__(self)
        self.conv1, self.bn1 = conv3x3(3, 64), nn.BatchNorm2d(64)
        for number, (before, after, stride) in enumerate(
            ((64, 64, 1), (64, 128, 2), (128, 256, 2)), 1
        ):
            blocks = correct.PlainBlock(before, after, stride), correct.PlainBlock(after, after)
            self.add_module(f"layer{number}", nn.Sequential(*blocks))
        self.fc = nn.Linear(256, num_classes)


@instead_of("SimpleResNet")
class network_keeps_no_statistics(Net):
    """Training leaves the running statistics of your batch norms at 0 and 1, and evaluation goes wrong.
    Leave out the momentum, or give it the weight of the new batch, 0.1 (section 5, "The network").
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        for layer in self.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.momentum = 0.0


@instead_of("SimpleResNet")
class all_filters_start_equal(Net):
    """All filters of a convolution start with the same weights, so that they learn the same and stay
    equal. Let nn.Conv2d draw them: leave out your own initialisation (section 5, "The network").
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        for parameter in self.parameters():
            if parameter.dim() == 4:
                nn.init.constant_(parameter, 0.01)
