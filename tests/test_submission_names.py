"""Names of students and of result files are safe in messages and on disk."""

import json
import os

import msgspec
import pytest
from layouts.made import POOLING, lay
from made_handins import CODE, assert_problem

from autograder.submission.discover import discover
from autograder.submission.names import result_file_name


def test_names_come_as_they_are_but_can_travel(tmp_path):
    names = [b"a b", b"\x1b[31m", b"x\xff", "Åsa".encode()]
    for name in names:
        (tmp_path / os.fsdecode(name)).mkdir()
        (tmp_path / os.fsdecode(name) / "pooling.py").write_bytes(CODE)
    (tmp_path / "a b" / os.fsdecode(b"\xfe.csv")).write_bytes(b"1")
    found = discover(tmp_path, POOLING)
    assert [one.student for one in found] == ["\x1b[31m", "a b", "x\\udcff", "Åsa"]
    assert sorted(found[1].files) == ["\\udcfe.csv", "pooling.py"]
    json.loads(msgspec.json.encode(found))


def test_a_hand_in_with_an_odd_name_is_named_in_one_line(tmp_path):
    lay(tmp_path, {"abe.py": CODE, "\x1b[31m\n::error::.py": b""})
    assert_problem(discover(tmp_path, POOLING)[0], "\\x1b[31m\\n::error::.py is empty")


@pytest.mark.parametrize(
    ("student", "file"),
    [
        ("ada", "ada.json"),
        ("ada@uni-x.org", "ada@uni-x.org.json"),
        ("a b", "a%20b.json"),
        ("../x", "%2E.%2Fx.json"),
        (".a", "%2Ea.json"),
        ("é\n", "%C3%A9%0A.json"),
        ("~%", "%7E%25.json"),
        ("\udcff", "%5Cudcff.json"),
    ],
)
def test_result_files_have_safe_names(student, file):
    assert result_file_name(student) == file


def test_long_names_stay_short_and_apart():
    names = [result_file_name(name) for name in ("é" * 300, "é" * 301, "a" * 195, "a" * 196)]
    assert len(set(names)) == 4
    assert all(len(name.encode()) <= 200 and name.endswith(".json") for name in names)
