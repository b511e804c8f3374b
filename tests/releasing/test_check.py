"""A released folder that differs from its sources is found, file by file."""

from pathlib import Path

import pytest
from sums_course import COURSE, MODULE, SLUGS, write

from autograder.release.release import check_folder, release_folder


def test_check_finds_what_is_changed_missing_and_extra(course: Path):
    folder = release_folder(course, "b1_sums", course / "assignments")
    assert check_folder(course, "b1_sums") == []
    write(folder / "__pycache__/sums.pyc", "cache")
    assert check_folder(course, "b1_sums") == []
    (folder / "sums.py").write_text(MODULE)
    (folder / "README.md").unlink()
    write(folder / "data/more.csv", "3,4\n")
    assert check_folder(course, "b1_sums") == [
        "README.md is missing",
        "data/more.csv is extra: no release writes it",
        "sums.py is changed",
    ]


def test_check_of_what_was_never_released_says_that_all_is_missing(course: Path):
    differences = check_folder(course, "b1_sums")
    assert len(differences) == 9
    assert all(difference.endswith("is missing") for difference in differences)


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_released_is_up_to_date(slug: str):
    assert check_folder(COURSE, slug) == []
