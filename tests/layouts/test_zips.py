"""Zips as macOS and Windows write them, zips in zips, and results that lie among the hand-ins."""

import io
import zipfile

import pytest

from autograder.errors import UsageError
from autograder.submission.delivery import Choice
from autograder.submission.discover import call_the_roll
from layouts.made import GOOD, OLD, POOLING, call, graded, lay, zipped


def raw_zip(members, system):
    """A zip whose names are these bytes, made on a system; no flag says that they are UTF-8."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for number, content in enumerate(members.values()):
            info = zipfile.ZipInfo(f"{number:03}" + "x" * (len(list(members)[number]) - 3))
            info.create_system = system
            archive.writestr(info, content)
    whole = memory.getvalue()
    for number, name in enumerate(members):
        whole = whole.replace(f"{number:03}".encode() + b"x" * (len(name) - 3), name)
    return whole


def test_names_in_utf_8_without_the_flag_are_read(tmp_path):
    members = {"Zoë/pooling.py".encode(): GOOD, "Åsa/pooling.py".encode(): OLD}
    (tmp_path / "all.zip").write_bytes(raw_zip(members, system=3))
    assert graded(call(tmp_path / "all.zip")) == {"Zoë": GOOD, "Åsa": OLD}


def test_names_in_code_page_437_are_read(tmp_path):
    members = {"Zoë/pooling.py".encode("cp437"): GOOD, b"ada/pooling.py": OLD}
    (tmp_path / "all.zip").write_bytes(raw_zip(members, system=0))
    assert graded(call(tmp_path / "all.zip")) == {"Zoë": GOOD, "ada": OLD}


def test_backslashes_are_slashes_in_a_zip_of_windows(tmp_path):
    members = {b"ada\\pooling.py": GOOD, b"bob\\work\\pooling.py": OLD}
    (tmp_path / "all.zip").write_bytes(raw_zip(members, system=0))
    assert graded(call(tmp_path / "all.zip")) == {"ada": GOOD, "bob": OLD}


@pytest.mark.parametrize("name", [b"..\\evil.py", b"C:\\evil.py", b"\\\\host\\evil.py"])
def test_a_zip_of_windows_cannot_lead_out(tmp_path, name):
    lay(tmp_path / "all", {"bob.py": GOOD, "cem.py": GOOD})
    (tmp_path / "all/ada.zip").write_bytes(raw_zip({b"pooling.py": GOOD, name: OLD}, system=0))
    assert "The zip cannot be used" in call(tmp_path / "all").submissions[0].problem


def test_a_zip_in_a_zip_in_a_zip_is_a_problem_and_not_opened(tmp_path):
    inner = zipped({"work.zip": zipped({"pooling.py": GOOD})})
    (tmp_path / "all.zip").write_bytes(zipped({"ada.zip": inner, "bob.py": GOOD}))
    ada, bob = call(tmp_path / "all.zip").submissions
    assert "not in an archive inside the hand-in" in ada.problem
    assert not bob.problem


@pytest.mark.parametrize("out", ["results", "deep/results", "."])
def test_results_among_the_hand_ins_are_no_hand_in(tmp_path, out):
    lay(tmp_path, {"ada/pooling.py": GOOD, "bob/pooling.py": OLD})
    lay(tmp_path / out, {"a1_pooling/ada.json": b"{}", "a1_pooling/bob.json": b"{}"})
    roll = call_the_roll(tmp_path, POOLING, Choice(), out=tmp_path / out)
    assert graded(roll) == {"ada": GOOD, "bob": OLD}


def test_one_hand_in_beside_its_results_is_one_hand_in(tmp_path):
    lay(tmp_path / "ada", {"pooling.py": GOOD, "results/a1_pooling/ada.json": b"{}"})
    roll = call_the_roll(tmp_path / "ada", POOLING, Choice(), out=tmp_path / "ada/results")
    assert list(roll.submissions[0].files) == ["pooling.py"]
    assert [left.path for left in roll.left_out] == ["results/"]


def test_other_assignments_folders_are_named_where_nothing_is_handed_in(tmp_path):
    lay(tmp_path, {"pooling.txt": b""})
    with pytest.raises(UsageError, match="holds no hand-in for a1_pooling"):
        call(tmp_path)
