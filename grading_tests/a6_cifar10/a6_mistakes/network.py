"""Mistakes in `build_model`. Everyone's network is another, so that only facts are compared."""

import torch
import torch.nn.functional as F
from torch import nn

from a6_mistakes.alike import of_network, same
from autograder.suite import instead_of
from reference import training as correct

built_alike = same(of_network)


@instead_of("build_model", alike=built_alike)
def softmax_at_the_end(num_classes=10):
    """Your network ends in a softmax. Cross-entropy takes logits and applies the softmax itself; twice,
    the loss cannot fall below 1.46 for ten classes (section 3, "Logits").
    """
    return nn.Sequential(correct.build_model(num_classes), nn.Softmax(dim=1))


@instead_of("build_model", alike=built_alike, remark=True)
def log_softmax_at_the_end(num_classes=10):
    """Your network ends in a log-softmax. Cross-entropy does that itself, and twice does no harm: the
    second changes nothing. Plain logits are enough. It costs you no points (section 3, "Logits").
    """
    return nn.Sequential(correct.build_model(num_classes), nn.LogSoftmax(dim=1))


@instead_of("build_model", alike=built_alike)
def relu_on_the_logits(num_classes=10):
    """A ReLU follows your last layer and cuts negative logits off: the network cannot say "surely
    not". Leave it out behind the last layer (section 3, "Logits").
    """
    return nn.Sequential(correct.build_model(num_classes), nn.ReLU())


@instead_of("build_model", alike=built_alike)
def ten_classes_whatever_is_asked(num_classes=10):
    """You always build ten outputs. Take num_classes for the size of the last layer (section 6, "Your
    network").
    """
    if num_classes < 1:
        raise ValueError("num_classes")
    return correct.build_model()


@instead_of("build_model", alike=built_alike)
def network_is_too_large(num_classes=10):
    """Your network has more than 5,000,000 parameters. Most of them are in a linear layer behind a map
    that is still large: pool more, or average over the map (section 6, "Counting parameters").
    """
    if num_classes < 1:
        raise ValueError("num_classes")
    body = [nn.Conv2d(3, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(4), nn.Flatten()]
    return nn.Sequential(*body, nn.Linear(4096, 1250), nn.ReLU(), nn.Linear(1250, num_classes))


@instead_of("build_model", alike=built_alike)
class a_layer_is_never_used(nn.Module):  # noqa: N801 - its name is what a student reads
    """Some of your parameters get no gradient: a layer is built in __init__, but forward does not use
    it, or takes another one twice (section 6, "Your network").
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.body = correct.build_model(num_classes)
        self.forgotten = nn.Linear(8, 8)

    def forward(self, x):
        return self.body(x)


@instead_of("build_model", alike=built_alike)
def statistics_of_the_batch_at_hand(num_classes=10):
    """In evaluation mode an image's logits depend on the images beside it: batch norm still uses the
    statistics of the batch. Leave track_running_stats on (section 4, "Two modes").
    """
    net = correct.build_model(num_classes)
    for layer in net.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.running_mean = layer.running_var = None
            layer.track_running_stats = False
    return net


@instead_of("build_model", alike=built_alike)
class dropout_is_never_off(nn.Module):  # noqa: N801
    """In evaluation mode the same image gives other logits each time: your dropout stays on. Use
    nn.Dropout, or hand self.training on to F.dropout (section 4, "Two modes").
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.body = correct.build_model(num_classes)

    def forward(self, x):
        return F.dropout(self.body(x), 0.2)


@instead_of("build_model", alike=built_alike)
class logits_come_in_a_tuple(nn.Module):  # noqa: N801
    """Your network returns a tuple. It must return the logits alone, or no criterion can take them
    (section 6, "Your network").
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.body = correct.build_model(num_classes)

    def forward(self, x):
        return self.body(x), x


@instead_of("build_model", alike=built_alike)
class batch_is_folded_into_the_features(nn.Module):  # noqa: N801
    """Your network does not give one row for each image: a reshape moves numbers from one image to
    another. Flatten from axis 1 on, so that axis 0 stays the batch (section 6, "Your network").
    """

    def __init__(self, num_classes=10):
        super().__init__()
        if num_classes < 1:
            raise ValueError("num_classes")
        self.convolution = nn.Conv2d(3, 16, 3, padding=1)
        self.last = nn.Linear(16 * 4 * 4, num_classes)

    def forward(self, x):
        maps = F.max_pool2d(torch.relu(self.convolution(x)), 4)
        return self.last(maps.reshape(-1, 16 * 4 * 4))
