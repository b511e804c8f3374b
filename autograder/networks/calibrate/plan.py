"""What a course gives to be measured: `PLAN` in the `calibration.py` of an assignment."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

NetworkFactory = Callable[[], Any]  # builds a network with ten logits


class Tier(msgspec.Struct, frozen=True):
    """One threshold: which right networks must pass it, which broken trainings must not."""

    name: str
    passes: tuple[str, ...]
    rejects: tuple[str, ...]


class Profile(msgspec.Struct, frozen=True):
    """What is trained on, and how; `recipe` holds fields of `autograder.networks.train.Recipe`."""

    images: int
    test_images: int
    test_seed: int  # a secret of the suite: who knows it can draw the test set, or undo its mirror
    recipe: dict[str, Any]
    data: Literal["synthetic", "cifar10"] = "synthetic"
    train_seed: int = 61  # of pictures that are drawn
    tiers: tuple[Tier, ...] = ()
    without: frozenset[str] = frozenset()  # subjects that are not measured under this profile

    def __hash__(self) -> int:
        return hash((self.data, self.images, self.test_images, self.train_seed, self.test_seed))


class Plan(msgspec.Struct, frozen=True):
    """The subjects of one assignment. Broken loops are tried on the right network called `base`."""

    profiles: Mapping[str, Profile]
    correct: Mapping[str, NetworkFactory]
    broken: Mapping[str, NetworkFactory]  # networks that are wrong however they are trained
    base: str
