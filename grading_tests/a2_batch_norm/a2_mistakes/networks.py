"""Mistakes in `SmallCNN`: where batch normalisation stands, and what else differs."""

import torch
from torch import nn

from autograder.suite import instead_of
from reference import batch_norm as correct


def convolutions(batch_norm, widths=(8, 12, 12), norm=correct.BatchNorm2d):
    """Convolutions with ReLU and pooling; a normalisation behind each if wanted."""
    layers = []
    for inputs, outputs in zip((3, *widths), widths, strict=False):
        layers.append(nn.Conv2d(inputs, outputs, 3, padding=1))
        layers += [norm(outputs)] if batch_norm else []
        layers += [nn.ReLU(), nn.MaxPool2d(2)]
    return layers


def network(layers, width, num_classes, *after):
    """Layers, means of the channels, a linear layer."""
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, num_classes)]
    return nn.Sequential(*layers, *head, *after)


@instead_of("SmallCNN")
def batch_norm_is_always_there(batch_norm, num_classes=10):
    """Your network has batch normalisation even where batch_norm is False, so that both curves show
    the same. Leave it out there (section 7, "An experiment").
    """
    return network(convolutions(True), 12, num_classes)


@instead_of("SmallCNN")
def batch_norm_is_never_there(batch_norm, num_classes=10):
    """Your network has no batch normalisation where batch_norm is True, or does not use it. Put a layer
    behind each convolution (section 7, "An experiment").
    """
    return network(convolutions(False), 12, num_classes)


@instead_of("SmallCNN")
def batch_norm_is_swapped(batch_norm, num_classes=10):
    """Your network has batch normalisation where batch_norm is False and none where it is True: turn
    the condition round (section 7, "An experiment").
    """
    return network(convolutions(not batch_norm), 12, num_classes)


@instead_of("SmallCNN")
def batch_norm_behind_the_first_convolution_only(batch_norm, num_classes=10):
    """Only your first convolution has a batch normalisation behind it. Every convolution has one of its
    own (section 7, "An experiment").
    """
    first, later = convolutions(batch_norm, (8,)), convolutions(False, (8, 12, 12))[3:]
    return network([*first, *later], 12, num_classes)


@instead_of("SmallCNN")
def one_batch_norm_for_all_convolutions(batch_norm, num_classes=10):
    """One batch normalisation serves all your convolutions, and its running statistics mix theirs.
    Every convolution needs a layer of its own (section 7, "An experiment").
    """
    shared = correct.BatchNorm2d(8)
    return network(convolutions(batch_norm, (8, 8, 8), lambda width: shared), 8, num_classes)


@instead_of("SmallCNN")
def batch_norm_of_the_images_only(batch_norm, num_classes=10):
    """You normalise the images, not what the convolutions give. Put a batch normalisation behind each
    convolution (section 7, "An experiment").
    """
    norm = [correct.BatchNorm2d(3)] if batch_norm else []
    return network([*norm, *convolutions(False)], 12, num_classes)


@instead_of("SmallCNN")
def batch_norm_of_the_logits(batch_norm, num_classes=10):
    """You normalise the logits. Batch normalisation belongs behind the convolutions; the logits must
    be free to take any size (section 7, "An experiment").
    """
    after = [nn.BatchNorm1d(num_classes)] if batch_norm else []
    return network(convolutions(False), 12, num_classes, *after)


@instead_of("SmallCNN")
class EvaluationIsIgnored(nn.Module):
    """Your network normalises by the batch in evaluation, too. Make its layers once, in __init__, so
    that eval() reaches them (section 4, "Two modes").
    """

    def __init__(self, batch_norm, num_classes=10):
        super().__init__()
        self.layers = network(convolutions(batch_norm), 12, num_classes)

    def forward(self, x):
        return self.layers.train()(x)


@instead_of("SmallCNN")
def widths_differ_with_batch_norm(batch_norm, num_classes=10):
    """Your two networks have different widths, so a comparison shows that, too. With and without batch
    norm everything else is the same (section 7, "An experiment").
    """
    width = 16 if batch_norm else 8
    return network(convolutions(batch_norm, (width, width, width)), width, num_classes)


@instead_of("SmallCNN")
def images_of_one_size_only(batch_norm, num_classes=10):
    """Your linear layer fits one size of images only. Take the mean of each channel before it:
    h and w may be anything from 8 (section 7, "An experiment").
    """
    layers = convolutions(batch_norm)
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(12 * 4 * 4, num_classes))


@instead_of("SmallCNN")
def ten_classes_always(batch_norm, num_classes=10):
    """Your network always gives 10 logits. The last layer gives num_classes (exercise
    `convergence`).
    """
    return network(convolutions(batch_norm), 12, 10)


@instead_of("SmallCNN")
def softmax_in_the_network(batch_norm, num_classes=10):
    """Your network ends with a softmax. Cross-entropy has one inside; two of them flatten the loss.
    Return the logits (section 7, "An experiment").
    """
    return network(convolutions(batch_norm), 12, num_classes, nn.Softmax(dim=1))


@instead_of("SmallCNN")
class ALayerIsNeverUsed(nn.Module):
    """Your network holds a layer that no image goes through. Use every layer in forward, or do not make it
    (exercise `convergence`).
    """

    def __init__(self, batch_norm, num_classes=10):
        super().__init__()
        self.layers = network(convolutions(batch_norm), 12, num_classes)
        self.unused = nn.Linear(12, 12)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)


@instead_of("SmallCNN")
def no_activations(batch_norm, num_classes=10):
    """Your network has no activation, so that its convolutions and its linear layer do no more than one
    linear map. Put ReLU behind each batch norm (section 7, "An experiment").
    """
    layers = convolutions(batch_norm)
    linear = [layer for layer in layers if not isinstance(layer, nn.ReLU | nn.MaxPool2d)]
    return network(linear, 12, num_classes)
