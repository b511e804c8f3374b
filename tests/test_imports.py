"""What a source imports is read from its syntax, and a package has the name that pip knows."""

import pytest

from autograder.course.imports import canonical, imported_modules, is_installed, packages_of

EVERY_FORM = """
import os.path as p, torch
from torch import nn
from . import sibling
from .sibling import name

def later():
    import numpy.linalg
"""
GUARDED = """
from typing import TYPE_CHECKING
import typing as t

if TYPE_CHECKING:
    import jaxtyping
else:
    import known_at_run_time
if t.TYPE_CHECKING:
    import typeshed
if p > 1:
    import scipy
try:
    import google.colab
except ImportError:
    import there_instead
else:
    import colab_helper
try:
    import pandas
except (ValueError, ModuleNotFoundError):
    pass
try:
    import seaborn
except:
    pass
try:
    import must_be_there
except KeyError:
    pass
"""


def test_imports_are_seen_in_every_form_and_place():
    assert imported_modules(EVERY_FORM) == {"os.path", "torch", "torch.nn", "numpy.linalg"}


def test_what_may_be_absent_is_left_out():
    tops = packages_of(imported_modules(GUARDED))
    wanted = ("known-at-run-time", "scipy", "there-instead", "colab-helper", "must-be-there")
    assert tops == set(wanted)


def test_what_is_no_python_is_refused():
    with pytest.raises(SyntaxError):
        imported_modules("import")


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("PIL.Image", "pillow"),
        ("mpl_toolkits.mplot3d", "matplotlib"),
        ("sklearn", "scikit-learn"),  # by the table, whether it is here or not
        ("torch.nn.functional", "torch"),
        ("dateutil", "python-dateutil"),  # by what is installed here
        ("typing_extensions", "typing-extensions"),
        ("nobody_knows.this_one", "nobody-knows"),
    ],
)
def test_a_module_has_the_name_that_pip_knows(module, package):
    assert packages_of([module]) == {package}


def test_the_standard_library_and_ones_own_are_left_out():
    assert packages_of(["json", "shapes", "torch", "xml.etree"], own_modules={"shapes"}) == {
        "torch"
    }


def test_a_package_is_found_under_each_of_its_spellings():
    assert is_installed("pytest_timeout")
    assert is_installed("Pytest.Timeout")
    assert not is_installed("nobody-knows")
    assert canonical("Pytest_.Timeout") == "pytest-timeout"
