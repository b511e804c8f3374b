"""Fixtures of these tests."""

from pathlib import Path

import pytest
from sums_course import sums_course


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of its own with one assignment, `b1_sums`."""
    return sums_course(tmp_path / "course")
