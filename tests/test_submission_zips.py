"""A zip that is damaged, unsafe or of another kind is one student's problem and writes nothing."""

import io
import stat
import zipfile

import pytest
from layouts.made import POOLING, lay
from made_handins import CODE, among_good_ones, assert_problem, one, zipped

from autograder.submission.discover import discover


def member(name, mode):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


GOOD = ("pooling.py", CODE)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([GOOD, ("../evil.py", b"1")], ["../evil.py leads out of the zip"]),
        ([GOOD, ("a/../../evil.py", b"1")], ["leads out of the zip"]),
        ([GOOD, ("/etc/evil.py", b"1")], ["/etc/evil.py is no path inside the zip"]),
        ([GOOD, ("C:/evil.py", b"1")], ["C:/evil.py is no path inside the zip"]),
        ([GOOD, ("a\\evil.py", b"1")], ["a\\evil.py is no path inside the zip"]),
        ([(member("pooling.py", stat.S_IFLNK | 0o777), b"/etc/passwd")], ["is a link"]),
        ([GOOD, (member("data", stat.S_IFLNK | 0o777), b"/")], ["data is a link"]),
        ([GOOD, (member("pipe", stat.S_IFIFO | 0o666), b"")], ["pipe is a device or a pipe"]),
        ([GOOD, ("a", b"1"), ("a/b", b"1")], ["a is both a file and a folder"]),
        ([GOOD, ("a/" * 30 + "b", b"1")], ["lies more than 20 folders deep"]),
        ([("../\x1b[31m.py", b"1")], ["\\x1b[31m.py leads out of the zip"]),
    ],
)
def test_a_zip_with_an_unsafe_member_is_a_problem(tmp_path, members, words):
    lay(tmp_path, {"abe.py": CODE, "bob.py": CODE, "ada.zip": zipped(members)})
    assert_problem(among_good_ones(tmp_path), "The zip cannot be used", "Make a new zip", *words)
    assert_problem(one(tmp_path / "ada.zip"), *words)
    assert one(tmp_path / "ada.zip").student == "ada"


def test_a_member_that_stands_twice_is_a_problem(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped([GOOD, GOOD])
    lay(tmp_path, {"ada.zip": content})
    assert_problem(one(tmp_path / "ada.zip"), "pooling.py is in the zip twice", "Make a new zip")


def test_an_unsafe_member_spoils_one_hand_in_of_a_class(tmp_path):
    members = [("abe.py", CODE), ("bob.py", CODE), ("ada/pooling.py", CODE), ("ada/../../x", b"1")]
    lay(tmp_path, {"all.zip": zipped(members)})
    assert_problem(among_good_ones(tmp_path / "all.zip"), "leads out of the zip")


def test_a_zip_of_zips_is_read(tmp_path):
    members = [("abe.py", CODE), ("bob.py", CODE), ("ada.zip", zipped([("w/pooling.py", CODE)]))]
    lay(tmp_path, {"all.zip": zipped(members)})
    assert among_good_ones(tmp_path / "all.zip").files == {"pooling.py": CODE}


def encrypted():
    content = bytearray(zipped([GOOD]))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


def packed(method):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method) as archive:
        archive.writestr("pooling.py", CODE)
    return memory.getvalue()


def with_a_wrong_byte():
    content = bytearray(packed(zipfile.ZIP_STORED))
    content[content.index(CODE)] ^= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", ["is not a zip", "Make the zip again"], id="empty"),
        pytest.param(b"no", ["is not a zip", "Make the zip again"], id="text"),
        pytest.param(
            zipped([GOOD])[:-30], ["not all of it arrived", "Make the zip again"], id="cut"
        ),
        pytest.param(zipped([GOOD])[40:], ["is damaged", "Make the zip again"], id="no head"),
        pytest.param(encrypted(), ["locked with a password", "without one"], id="password"),
        pytest.param(packed(zipfile.ZIP_LZMA), ["packed in a rare way", "standard"], id="lzma"),
        pytest.param(with_a_wrong_byte(), ["is damaged", "Make the zip again"], id="damaged"),
        pytest.param(zipped([]), ["the hand-in holds no files"], id="no members"),
        pytest.param(zipped([("a.csv", b"1")]), ["Expected pooling.py; found a.csv"], id="no code"),
    ],
)
def test_a_bad_zip_is_a_problem(tmp_path, content, words):
    lay(tmp_path, {"abe.py": CODE, "bob.py": CODE, "ada.zip": content})
    assert_problem(among_good_ones(tmp_path), *words)
    assert_problem(one(tmp_path / "ada.zip"), *words)


def test_every_way_to_cut_or_change_a_zip_is_a_problem_at_most(tmp_path):
    whole = zipped([GOOD, ("a/b.csv", b"1,2")])
    path = tmp_path / "ada.zip"
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 0xFF
        for content in (whole[:at], bytes(changed)):
            path.write_bytes(content)
            assert discover(path, POOLING)


def test_an_archive_of_another_kind_is_a_problem(tmp_path):
    lay(tmp_path, {"abe.py": CODE, "bob.py": CODE, "ada.tar.gz": b"1"})
    assert_problem(
        among_good_ones(tmp_path), "ada.tar.gz is an archive", "Hand in pooling.py itself"
    )
