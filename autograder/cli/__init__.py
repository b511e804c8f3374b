"""The command `autograder`: options in, tables out. It never imports torch itself."""

from autograder.cli.app import main

__all__ = ["main"]
