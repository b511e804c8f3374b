"""Measures how far trained networks come, right ones and broken ones, and what a threshold may be.

Importing this package loads no torch: suites and the command line read stored measurements by it.
"""

from autograder.networks.calibrate.plan import Plan, Profile, Tier
from autograder.networks.calibrate.store import CalibratedNetwork, Calibration, load
from autograder.networks.calibrate.threshold import Overlap, Threshold, threshold, threshold_of

__all__ = [
    "CalibratedNetwork",
    "Calibration",
    "Overlap",
    "Plan",
    "Profile",
    "Threshold",
    "Tier",
    "load",
    "threshold",
    "threshold_of",
]
