"""Fixtures of these tests."""

import pytest
from cifar_files import SIZES, served

from autograder.networks.data import arrays


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The files of torchvision, and a server that gives the archive."""
    with served(tmp_path / "files", monkeypatch) as files:
        yield files


@pytest.fixture(autouse=True)
def small_sizes(monkeypatch):
    monkeypatch.setattr(arrays, "SIZES", SIZES)
