"""Grades exercises on convolutional networks: hand-ins in locked workers, tests in a judge."""

import importlib

__version__ = "0.1.0"


def load_ipython_extension(ipython: object) -> None:
    """`%load_ext autograder` in a notebook: gives `%check QUESTION`."""
    # by name: only a notebook has what it imports, and it stands far above this file
    importlib.import_module("autograder.public.magic").load_magics(ipython)
