"""Two releases are the same bytes, and a new one replaces the older one whole or not at all."""

import zipfile
from pathlib import Path

import pytest
from sums_course import change, files_of

from autograder.errors import AssignmentError, UsageError
from autograder.release.release import release_folder, release_zip


def test_two_releases_are_the_same_bytes(course: Path, tmp_path: Path):
    first = release_folder(course, "b1_sums", tmp_path / "one")
    second = release_folder(course, "b1_sums", tmp_path / "two")
    assert files_of(first) == files_of(second)
    zips = [release_zip(course, "b1_sums", tmp_path / name) for name in ("1.zip", "2.zip")]
    assert zips[0].read_bytes() == zips[1].read_bytes()


def test_the_zip_holds_the_folder(course: Path, tmp_path: Path):
    folder = release_folder(course, "b1_sums", tmp_path / "out")
    with zipfile.ZipFile(release_zip(course, "b1_sums", tmp_path / "out" / "sums.zip")) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert files_of(tmp_path / "unpacked" / "b1_sums") == files_of(folder)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["b1_sums", "sums.zip"]


def test_an_older_release_is_replaced_whole(course: Path, tmp_path: Path):
    folder = release_folder(course, "b1_sums", tmp_path / "out")
    wanted = files_of(folder)
    (folder / "sums.py").write_text("changed")
    (folder / "extra.txt").write_text("extra")
    release_folder(course, "b1_sums", tmp_path / "out")
    assert files_of(folder) == wanted


def test_an_empty_folder_is_filled(course: Path, tmp_path: Path):
    (tmp_path / "b1_sums").mkdir()
    assert (release_folder(course, "b1_sums", tmp_path) / "sums.py").is_file()


@pytest.mark.parametrize("out", ["grading_tests", "solutions"])
def test_a_folder_that_no_release_made_is_left_alone(course: Path, out: str):
    before = files_of(course)
    with pytest.raises(UsageError, match="not made by a release"):
        release_folder(course, "b1_sums", course / out)
    assert files_of(course) == before


def test_an_older_release_stays_when_the_new_one_cannot_be_made(course: Path, tmp_path: Path):
    folder = release_folder(course, "b1_sums", tmp_path / "out")
    before = files_of(folder)
    change(course / "solutions/b1_sums/sums.py", "    ### END SOLUTION\n", "")
    with pytest.raises(AssignmentError):
        release_folder(course, "b1_sums", tmp_path / "out")
    assert files_of(tmp_path / "out") == {f"b1_sums/{name}": data for name, data in before.items()}
