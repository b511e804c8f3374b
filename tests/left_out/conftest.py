"""Fixtures of these tests."""

import pytest
from imported_handin import modules_forgotten


@pytest.fixture(autouse=True)
def _own_modules():
    """Forget the hand-in's modules after each test."""
    with modules_forgotten():
        yield
