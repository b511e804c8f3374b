"""Large or deep hand-ins cost neither memory nor time, and what is left out is noted."""

import contextlib
import os
import struct
import tracemalloc

import pytest
from layouts.made import lay
from made_handins import CODE, among_good_ones, assert_problem, handed_in, zipped

from autograder.submission import caps


def test_data_sets_are_left_out_with_a_note(tmp_path):
    submission = handed_in(tmp_path, {"pooling.py": CODE, "d.npz": b"0" * 1_048_577, "s.csv": b"1"})
    assert sorted(submission.files) == ["pooling.py", "s.csv"]
    assert submission.notes == ("d.npz was ignored: it is large and no code",)


def test_a_bad_helper_is_left_out_with_a_note(tmp_path):
    submission = handed_in(tmp_path, {"pooling.py": CODE, "h.py": b"\xff", "z.zip": b"PK"})
    assert sorted(submission.files) == ["pooling.py"]
    assert submission.notes == (
        "h.py was ignored: it is not UTF-8 text: byte 0 cannot be read",
        "z.zip was ignored: it is an archive inside the hand-in",
    )


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_too_many_folders_in_each_other_are_a_problem(tmp_path, form):
    files = {"pooling.py": CODE, "a/" * 25 + "b.py": CODE}
    if form == "folder":
        assert_problem(handed_in(tmp_path, files), "more than 20 folders")
        return
    lay(tmp_path, {"abe.py": CODE, "bob.py": CODE, "ada.zip": zipped(list(files.items()))})
    assert_problem(among_good_ones(tmp_path), "more than 20 folders")


@contextlib.contextmanager
def at_most(megabytes):
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < megabytes * caps.MB


@pytest.mark.parametrize("name", ["all/ada.py", "all/ada/pooling.py", "all/ada/data.bin"])
def test_a_huge_file_is_not_read(tmp_path, name):
    lay(tmp_path, {"all/abe.py": CODE, "all/bob.py": CODE, "all/ada/": b""})
    lay(tmp_path, {name: b"" if "ada.py" in name else CODE})
    if name == "all/ada.py":
        (tmp_path / "all/ada").rmdir()
    os.truncate(tmp_path / name, 100 * caps.MB)
    with at_most(2):
        assert among_good_ones(tmp_path / "all").problem


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    bomb = zipped([("pooling.py", b"\n" * 100 * caps.MB)])
    lay(tmp_path, {"abe.py": CODE, "ada.zip": bomb, "bob.py": CODE})
    with at_most(3):
        assert_problem(among_good_ones(tmp_path), "larger than 256 KB")


def test_a_zip_that_lies_about_its_size_is_not_unpacked(tmp_path):
    bomb = bytearray(zipped([("pooling.py", b"\n" * 100 * caps.MB)]))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", bomb, bomb.index(mark) + at, 1000)
    lay(tmp_path, {"abe.py": CODE, "ada.zip": bytes(bomb), "bob.py": CODE})
    with at_most(3):
        assert_problem(among_good_ones(tmp_path), "pooling.py is damaged", "Make the zip again")


def test_a_zip_with_endless_members_is_not_opened(tmp_path):
    lay(tmp_path, {"abe.py": CODE, "ada.zip": b"PK\x01\x02" * 50_001, "bob.py": CODE})
    assert_problem(
        among_good_ones(tmp_path), "ada.zip holds more than 50000 files", "Hand in fewer"
    )
