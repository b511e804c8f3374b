"""What networks are trained and tested on: CIFAR-10, or pictures made here and now.

Importing this package imports NumPy, never torch: torchvision's files alone need it.
"""

from autograder.networks.data.cifar10 import cifar10
from autograder.networks.data.dataset import Dataset, Splits, shuffled
from autograder.networks.data.synthetic import synthetic

__all__ = ["Dataset", "Splits", "cifar10", "shuffled", "synthetic"]
