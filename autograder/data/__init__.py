"""What networks are trained and tested on: CIFAR-10, or pictures made here and now.

Importing this package imports NumPy, never torch: torchvision's files alone need it.
"""

from autograder.data.cifar10 import cifar10
from autograder.data.dataset import Dataset, Splits, shuffled
from autograder.data.synthetic import synthetic

__all__ = ["Dataset", "Splits", "cifar10", "shuffled", "synthetic"]
