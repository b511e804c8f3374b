"""Mistakes in `CNNWithDropout`: where it drops values, when, and which layers it has."""

from functools import partial

import torch
from torch import Tensor, nn
from torch.nn.functional import dropout

from a3_mistakes.alike import same_statistics
from autograder.suite import instead_of

mistake = instead_of("CNNWithDropout", alike=same_statistics)


def quickly_drawn(inputs: int, outputs: int) -> nn.Linear:
    """A linear layer whose weights repeat 9,973 draws, out of step with its rows: most of the time
    that a network takes to build is in these.
    """
    layer = nn.utils.skip_init(nn.Linear, inputs, outputs)
    drawn = torch.empty(9973).uniform_(-(inputs**-0.5), inputs**-0.5)
    with torch.no_grad():
        repeated = drawn.repeat(inputs * outputs // len(drawn) + 1)[: inputs * outputs]
        layer.weight.copy_(repeated.view(outputs, inputs))
        layer.bias.zero_()
    return layer


class Network(nn.Module):
    """Right in every piece: a mistake replaces one."""

    widths = (64, 128)
    pools: tuple = (partial(nn.MaxPool2d, 2), partial(nn.MaxPool2d, 2))
    activation: type[nn.Module] = nn.ReLU
    padding = 1
    flat = 128 * 8 * 8

    def __init__(self, num_classes=10, p=0.5):
        super().__init__()
        self.p = p
        first, second = self.widths
        act, (pool1, pool2) = self.activation, self.pools
        one = [nn.Conv2d(3, first, 3, padding=self.padding), act(), pool1()]
        two = [nn.Conv2d(first, second, 3, padding=self.padding), act(), pool2()]
        self.convolutions = nn.Sequential(*one, *two)
        self.fc1, self.fc2, self.fc3 = self.linear(num_classes)

    def linear(self, num_classes):
        return quickly_drawn(self.flat, 512), nn.Linear(512, 256), nn.Linear(256, num_classes)

    def forward(self, x):
        x = self.before(self.convolutions(x).flatten(1))
        x = self.first(self.activation()(self.fc1(x)))
        x = self.second(self.activation()(self.fc2(x)))
        return self.after(self.fc3(x))

    def before(self, x: Tensor) -> Tensor:
        return x

    def first(self, x: Tensor) -> Tensor:
        return dropout(x, self.p, self.training)

    def second(self, x: Tensor) -> Tensor:
        return dropout(x, self.p, self.training)

    def after(self, x: Tensor) -> Tensor:
        return x


# Where and when values are dropped


@mistake
class NoDropoutAtAll(Network):
    """Your network never drops a value, or its dropout layers are made and not used. Put one behind the ReLU
    of both hidden linear layers (section 6, "A network with dropout").
    """

    def first(self, x):
        return x

    second = first


@mistake
class FirstDropoutIsMissing(Network):
    """Your network has no dropout behind its first linear layer (512). There is one behind the ReLU of both
    hidden linear layers (section 6, "A network with dropout").
    """

    def first(self, x):
        return x


@mistake
class SecondDropoutIsMissing(Network):
    """Your network has no dropout behind its second linear layer (256). There is one behind the ReLU of both
    hidden linear layers (section 6, "A network with dropout").
    """

    def second(self, x):
        return x


@mistake
class LogitsAreDropped(Network):
    """Your network drops logits, so that in training classes vanish at random. Behind the last layer there is
    no dropout (section 6, "A network with dropout").
    """

    def after(self, x):
        return dropout(x, self.p, self.training)


@mistake
class FlattenedMapsAreDropped(Network):
    """Your network drops values before its first linear layer, too. Dropout stands behind the two hidden
    linear layers only (section 6, "A network with dropout").
    """

    def before(self, x):
        return dropout(x, self.p, self.training)


@mistake
class ConvolutionsAreDropped(Network):
    """Your network drops values between its convolutions, too. Dropout stands behind the two hidden linear
    layers only (section 6, "A network with dropout").
    """

    def forward(self, x):
        one = dropout(self.convolutions[:3](x), self.p, self.training)
        x = self.convolutions[3:](one).flatten(1)
        x = self.first(torch.relu(self.fc1(x)))
        return self.fc3(self.second(torch.relu(self.fc2(x))))


@mistake
class DropoutGoesOnInEvaluation(Network):
    """Your network drops values in evaluation mode, too: F.dropout does not know the mode. Give it
    training=self.training, or make layers in __init__ (section 4, "Two modes").
    """

    def first(self, x):
        return dropout(x, self.p)

    second = first


@mistake
class PIsIgnored(Network):
    """Your network drops half of the values whatever p is. Hand p on to both dropouts (section 6, "A network
    with dropout").
    """

    def first(self, x):
        return dropout(x, 0.5, self.training)

    second = first


@mistake
class KeepsAShareOfP(Network):
    """Your network keeps values with probability p. Here p is the probability to drop (section 1, "One
    layer by hand").
    """

    def first(self, x):
        return dropout(x, 1 - self.p, self.training)

    second = first


@mistake
class SurvivorsAreLeftAsTheyAre(Network):
    """Your network drops values but does not scale the survivors. Divide them by 1 - p (section 2, "Why
    survivors are scaled").
    """

    def first(self, x):
        return torch.where(dropout(torch.ones_like(x), self.p, self.training) == 0, 0, x)

    second = first


@mistake
class KeptAndDroppedAreSwappedInside(Network):
    """Your network keeps values with probability p and drops the others, though it scales by 1 / (1 - p):
    turn the comparison of draws and p round (section 3, "A mask").
    """

    def first(self, x):
        return x * (torch.rand_like(x) < self.p) / (1 - self.p) if self.training else x

    second = first


@mistake
class UnitsAreDroppedForAllImages(Network):
    """Your network drops the same units for all images of a batch. Each image has draws of its own
    (section 3, "A mask").
    """

    def first(self, x):
        return x * dropout(torch.ones_like(x[:1]), self.p, self.training)

    second = first


@mistake
class WholeImagesAreDropped(Network):
    """Your network drops all units of an image or none, as Dropout1d and Dropout2d do with a matrix. Use
    dropout that draws for each element (section 3, "A mask").
    """

    def first(self, x):
        return x * dropout(torch.ones_like(x[:, :1]), self.p, self.training)

    second = first


# Which layers there are


@mistake
class SoftmaxInTheNetwork(Network):
    """Your network ends with a softmax. Cross-entropy has one inside; two of them flatten the loss. Return
    the logits (section 6, "A network with dropout").
    """

    def after(self, x):
        return x.softmax(dim=1)


@mistake
class LogSoftmaxInTheNetwork(Network):
    """Your network ends with a log-softmax. Cross-entropy has one inside: return the logits (section 6, "A
    network with dropout").
    """

    def after(self, x):
        return x.log_softmax(dim=1)


@mistake
class LogitsAreNeverNegative(Network):
    """Your network has a ReLU behind its last layer. Logits may be negative: return them as they are
    (section 6, "A network with dropout").
    """

    def after(self, x):
        return x.relu()


@mistake
class NoActivations(Network):
    """Your network has no ReLU, so its linear layers act as one. Put one behind each convolution and each
    hidden linear layer (section 6, "A network with dropout").
    """

    activation = nn.Identity


@mistake
class SigmoidsForRelu(Network):
    """Your network uses sigmoids. It asks for ReLU behind each convolution and each hidden linear layer
    (section 6, "A network with dropout").
    """

    activation = nn.Sigmoid


@mistake
class MeansForMaxima(Network):
    """Your network takes the mean of each pooling window. It asks for max pooling (section 6, "A network
    with dropout").
    """

    pools = (partial(nn.AvgPool2d, 2), partial(nn.AvgPool2d, 2))


@mistake
class NoPadding(Network):
    """Your convolutions have no padding, so that maps shrink to 6 x 6 in the end. With 3x3 and padding 1
    they keep their size, and 8 x 8 are left (section 6, "A network with dropout").
    """

    padding = 0
    flat = 128 * 6 * 6


@mistake
class SecondPoolingIsMissing(Network):
    """Your network pools only once, so that 16 x 16 pixels are left. Pool behind both convolutions (section
    6, "A network with dropout").
    """

    pools = (partial(nn.MaxPool2d, 2), nn.Identity)
    flat = 128 * 16 * 16


@mistake
class ConvolutionsAreTooNarrow(Network):
    """Your convolutions have 32 and 64 channels. It asks for 64 and 128 (section 6, "A network with
    dropout").
    """

    widths = (32, 64)
    flat = 64 * 8 * 8


@mistake
class SecondHiddenLayerIsMissing(Network):
    """Your network goes from 512 units to the classes. A hidden layer of 256 belongs between them (section 6,
    "A network with dropout").
    """

    def linear(self, num_classes):
        return nn.Linear(self.flat, 512), nn.Identity(), nn.Linear(512, num_classes)

    def forward(self, x):
        x = self.convolutions(x).flatten(1)
        return self.fc3(self.first(torch.relu(self.fc1(x))))


@mistake
class AlwaysTenClasses(Network):
    """Your network always gives 10 logits. Its last layer gives num_classes (section 6, "A network with
    dropout").
    """

    def __init__(self, num_classes=10, p=0.5):  # noqa: ARG002 - that is the mistake
        super().__init__(10, p)


@mistake
class NoBiases(Network):
    """Your linear layers have no biases. Leave `bias` at its default (section 6, "A network with
    dropout").
    """

    def linear(self, num_classes):
        sizes = ((self.flat, 512), (512, 256), (256, num_classes))
        return tuple(nn.Linear(*size, bias=False) for size in sizes)


@mistake
class ALayerIsNeverUsed(Network):
    """Your network holds a layer that no image goes through. Use every layer in forward, or do not make it
    (section 6, "A network with dropout").
    """

    def __init__(self, num_classes=10, p=0.5):
        super().__init__(num_classes, p)
        self.unused = nn.Linear(256, 256)


# How it starts


@mistake
class WeightsStartEqual(Network):
    """All weights of a layer start equal, so that its units learn the same and stay equal. Let PyTorch's
    layers draw them: leave out your own initialisation (section 6, "A network with dropout").
    """

    def __init__(self, num_classes=10, p=0.5):
        super().__init__(num_classes, p)
        for parameter in self.parameters():
            nn.init.constant_(parameter, 0.01)


@mistake
class WeightsStartTooLarge(Network):
    """Your weights are drawn so wide that the first logits are in the thousands. Let PyTorch's layers draw
    them: their width depends on the number of inputs (section 6, "A network with dropout").
    """

    def __init__(self, num_classes=10, p=0.5):
        super().__init__(num_classes, p)
        for parameter in self.parameters():
            nn.init.uniform_(parameter)
