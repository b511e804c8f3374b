"""Imports torchvision, beside any torch: what a suite preloads, and pytest takes for a plugin.

Importing this module does it, because both are told the name of a module and of no function. All it
changes is that torchvision, once it is imported, finds two operators that another build would lack.
"""

import importlib

from autograder.networks.vision_schemas import mend_torchvision


def import_torchvision() -> None:
    """Import torchvision, with the schemas defined that a torch of another build lacks."""
    mend_torchvision()
    importlib.import_module("torchvision")


import_torchvision()
