"""What an assignment with thresholds for accuracy reads: measurements, and the images they were made on."""

from autograder.networks.calibrate import Plan, Profile, Tier, load, threshold_of
from autograder.networks.calibrate.samples import all_images, given

__all__ = ["Plan", "Profile", "Tier", "all_images", "given", "load", "threshold_of"]
