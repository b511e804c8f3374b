"""Fixtures of these tests."""

import pytest
from seeded_networks import single_thread


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Two threads that share a busy core wait for each other: three times the time of one."""
    with single_thread():
        yield
