"""Imports torchvision, beside any torch: what a suite preloads, and pytest takes for a plugin."""

import importlib

from autograder.networks.vision_schemas import mend_torchvision


def import_torchvision() -> None:
    """Import torchvision, with the schemas defined that a torch of another build lacks."""
    mend_torchvision()
    importlib.import_module("torchvision")


import_torchvision()
