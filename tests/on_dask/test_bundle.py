"""What travels to a Dask worker: what judges, whole, and nothing else."""

import pytest

from autograder.errors import ProtocolError
from autograder.fingerprint import digest
from autograder.grading.dask.bundle import Bundle, pack, unpack


def test_a_bundle_is_what_judges_and_nothing_else(course):
    (course / "reference/__pycache__").mkdir()
    (course / "reference/__pycache__/doubling.pyc").write_bytes(b"compiled")
    suite = ("assignment.toml", "misconceptions.py", "test_double.py")
    assert set(pack(course, ["doubling"]).files) == {
        *(f"grading_tests/doubling/{name}" for name in suite),
        "reference/__init__.py",
        "reference/doubling.py",
    }


def test_a_bundle_is_named_by_its_content(course):
    before = pack(course, ["doubling"])
    assert before == pack(course, ["doubling"])
    with (course / "reference/doubling.py").open("a") as file:
        file.write("# edited\n")
    assert pack(course, ["doubling"]).digest != before.digest


def test_a_bundle_is_unpacked_once_whole_and_for_this_user_only(course, tmp_path):
    bundle = pack(course, ["doubling"])
    place = tmp_path / "place"
    place.mkdir()
    folder = unpack(bundle, place)
    kept = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert unpack(bundle, place) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == kept
    assert (folder / "reference/doubling.py").read_bytes() == bundle.files["reference/doubling.py"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(place.iterdir()) == [folder]


def test_a_damaged_bundle_is_refused(tmp_path):
    bundle = Bundle({"reference/a.py": b"x = 2"}, digest({"reference/a.py": b"x = 1"}))
    with pytest.raises(ProtocolError, match="damaged"):
        unpack(bundle, tmp_path)
    assert list(tmp_path.iterdir()) == []
