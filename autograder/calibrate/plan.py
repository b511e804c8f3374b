"""What a course gives to be measured: `PLAN` in the `calibration.py` of an assignment."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

Make = Callable[[], Any]  # builds a network with ten logits


class Profile(msgspec.Struct, frozen=True):
    """What is trained on, and how; `recipe` holds fields of `autograder.train.Recipe`."""

    images: int
    test_images: int
    train_seed: int  # of the generated pictures
    test_seed: int
    recipe: dict[str, Any]


class Tier(msgspec.Struct, frozen=True):
    """One threshold: which right networks must pass it, which broken trainings must not."""

    name: str
    passes: tuple[str, ...]
    rejects: tuple[str, ...]


class Plan(msgspec.Struct, frozen=True):
    """The subjects of one assignment. Broken loops are tried on the right network called `base`."""

    profiles: Mapping[str, Profile]
    correct: Mapping[str, Make]
    broken: Mapping[str, Make]  # networks that are wrong however they are trained
    base: str
    tiers: tuple[Tier, ...]
