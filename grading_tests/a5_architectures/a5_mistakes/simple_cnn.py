"""Mistakes in `SimpleCNN`."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.suite import instead_of
from reference.architectures.numpy_cnn import conv2d, max_pool, relu


class Open:
    """The network with one part after another open to mistakes."""

    pool: Callable[[Any], Any] = staticmethod(max_pool)
    activate: Callable[[Any], Any] = staticmethod(relu)
    hidden: Callable[[Any], Any] = staticmethod(relu)
    flatten: Callable[[Any], Any] = staticmethod(lambda x: x.reshape(len(x), -1))

    def __init__(self, arrays: list[Any]) -> None:
        self.arrays = arrays

    @classmethod
    def from_state(cls, arrays: Any) -> "Open":
        """The network with these arrays."""
        return cls(cls.ordered(arrays))

    @staticmethod
    def ordered(arrays: Any) -> list[Any]:
        """The arrays in forward order."""
        return [*arrays.values()] if isinstance(arrays, Mapping) else [*arrays]

    def forward(self, x: Any) -> Any:
        """The logits of each image."""
        w = self.arrays
        for i in (0, 2, 4):
            x = self.pool(self.activate(conv2d(x, w[i], w[i + 1], padding=1)))
        x = self.hidden(self.flatten(x) @ w[6].T + w[7])
        return x @ w[8].T + w[9]


def unchanged(x: Any) -> Any:
    """Nothing is done."""
    return x


def averages(x: Any) -> Any:
    """The mean of each 2x2 window."""
    n, c, h, w = x.shape
    return x.reshape(n, c, h // 2, 2, w // 2, 2).mean(axis=(3, 5))


def channels_last(x: Any) -> Any:
    """Each image in a row, channels last."""
    return x.transpose(0, 2, 3, 1).reshape(len(x), -1)


@instead_of("SimpleCNN")
class SimpleCNNWithoutRelu(Open):
    """No ReLU follows your convolutions. Each has one, before its pooling (section 8, "The whole
    network").
    """

    activate = staticmethod(unchanged)


@instead_of("SimpleCNN")
class SimpleCNNWithLinearHiddenLayer(Open):
    """No ReLU follows your hidden layer of 256, so that the two linear layers do no more than one
    (section 8, "The whole network").
    """

    hidden = staticmethod(unchanged)


@instead_of("SimpleCNN")
class SimpleCNNWithAveragePooling(Open):
    """Your network pools by averages. The task asks for the maximum (section 8, "The whole network")."""

    pool = staticmethod(averages)


@instead_of("SimpleCNN")
class SimpleCNNFlattensChannelsLast(Open):
    """You flatten rows, columns, channels. The weight of the first linear layer expects channels, rows,
    columns: `x.reshape(n, -1)` without moving axes (section 3, "From maps to rows").
    """

    flatten = staticmethod(channels_last)


@instead_of("SimpleCNN")
class SimpleCNNSortsItsDict(Open):
    """You look into the dict by names or sort it. The keys do not matter; its values are weight and bias
    of each layer in forward order, as Python keeps them (section 8, "The whole network").
    """

    @staticmethod
    def ordered(arrays: Any) -> list[Any]:
        """The arrays as their names are sorted."""
        if isinstance(arrays, Mapping):
            return [arrays[name] for name in sorted(arrays)]
        return [*arrays]


@instead_of("SimpleCNN")
class SimpleCNNEndsInSoftmax(Open):
    """Your network ends in a softmax. Return logits: the loss applies softmax itself (section 9, "When
    it does not work").
    """

    def forward(self, x: Any) -> Any:
        """The probabilities of each image."""
        logits = super().forward(x)
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)
