"""Fixtures of these tests."""

import pytest
from spoken_module import module

from autograder.suite import Namespace
from autograder.worker.answering import Local


@pytest.fixture
def student():
    """A student's module, spoken to as a suite does."""
    return Namespace(Local(vars(module()), ("nets.py",)))
