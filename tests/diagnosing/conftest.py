"""Fixtures of these tests."""

import pytest
from small_mistakes import small_catalogue


@pytest.fixture(scope="module")
def known():
    return small_catalogue()
