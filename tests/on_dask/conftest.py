"""Fixtures of these tests."""

import pytest
from conftest import TOML


@pytest.fixture
def course(tmp_path, make_course):
    other = {
        "grading_tests/other/secret.py": "x = 1\n",
        "grading_tests/other/assignment.toml": TOML,
    }
    return make_course(tmp_path / "course", other)
