"""Processes that import torch once per host and fork judges and locked workers from it."""
