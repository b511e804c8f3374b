"""Grades exercises on convolutional networks: hand-ins in locked workers, tests in a judge."""

__version__ = "0.1.0"
