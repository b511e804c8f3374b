"""Fixtures of these tests."""

import pytest
from gradebooks import exporter


@pytest.fixture
def export(autograder, tmp_path):
    return exporter(autograder, tmp_path)
