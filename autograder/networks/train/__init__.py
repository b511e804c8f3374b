"""The grader's own training, where the student's network lives: recipe in, logits out."""

from autograder.networks.train.answers import TrainingError
from autograder.networks.train.batches import Samples, Scale
from autograder.networks.train.handin import budgeted, logits_after_training
from autograder.networks.train.lazy import fill_lazy
from autograder.networks.train.recipe import Recipe, learning_rates
from autograder.networks.train.trainer import Progress, predict, train

__all__ = [
    "Progress",
    "Recipe",
    "Samples",
    "Scale",
    "TrainingError",
    "budgeted",
    "fill_lazy",
    "learning_rates",
    "logits_after_training",
    "predict",
    "train",
]
