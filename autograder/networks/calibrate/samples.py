"""What a profile trains on and asks: the same for a measurement and for a grade."""

import functools

import msgspec
import numpy as np
import torch
from torch import Tensor

from autograder.networks.calibrate.plan import Profile
from autograder.networks.data import Splits, cifar10, shuffled, synthetic
from autograder.networks.train import Samples, Scale


class Given(msgspec.Struct, frozen=True, eq=False):
    """Samples for a network, images to ask it about, and the answers that it never gets."""

    samples: Samples
    test_images: Tensor  # (n, c, h, w) uint8
    test_labels: np.ndarray  # (n,) int64

    def accuracy(self, logits: Tensor) -> float:
        """The fraction of test images whose largest logit is at their label."""
        return float((logits.argmax(dim=1).numpy() == self.test_labels).mean())


def given(profile: Profile, seed: int) -> Given:
    """The profile's images in an order of this seed; of more images than it takes, these.

    About half of the test images are mirrored, so that a table of CIFAR-10's published test
    images finds fewer of them; to a network trained with flips both are alike.

    `UsageError` or `DataError` where CIFAR-10 is asked for and cannot be read.
    """
    splits = all_images(profile)
    train = shuffled(splits.train, seed, profile.images)
    test = shuffled(splits.test, seed, profile.test_images)
    draws = np.random.default_rng((profile.test_seed, seed))
    mirrored = draws.random(len(test.labels)) < 0.5
    test_images = np.where(mirrored[:, None, None, None], test.images[..., ::-1], test.images)
    scale = Scale(tuple(train.mean), tuple(train.std))
    samples = Samples(torch.from_numpy(train.images), torch.from_numpy(train.labels), scale)
    return Given(samples, torch.from_numpy(test_images), test.labels)


@functools.cache
def all_images(profile: Profile) -> Splits:
    """All of them, read or drawn once for a process."""
    if profile.data == "cifar10":
        return cifar10()
    train = synthetic(profile.images, profile.train_seed)
    return Splits(train, synthetic(profile.test_images, profile.test_seed))
