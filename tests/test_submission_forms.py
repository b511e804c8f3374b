"""From what was handed in to one `Submission` per student, and a plain message for a bad one."""

import contextlib
import io
import json
import os
import stat
import struct
import subprocess
import sys
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import msgspec
import pytest
from layouts.made import lay

from autograder.course.assignment import Assignment, Question
from autograder.errors import UsageError
from autograder.submission import caps
from autograder.submission.discover import discover
from autograder.submission.names import result_file_name
from autograder.submission.record import Submission

POOLING = Assignment(
    "a1_pooling",
    "Pooling",
    "pooling.py",
    (Question("max_pool", "Max pooling", 4, ("max_pool2d",)),),
)
CODE = b"def max_pool2d(x):\n    return x\n"
NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "cells": [{"cell_type": "code", "source": ["a = 1\n", "def max_pool2d(x): return a"]}],
    }
).encode()


def zipped(files):
    """A zip's bytes; a member may be a ZipInfo."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in files:
            archive.writestr(member, content)
    return memory.getvalue()


def one(path, student=None):
    (submission,) = discover(path, POOLING, student)
    return submission


def handed_in(tmp_path, files):
    """The hand-in of ada, a folder with these files, among two good ones."""
    lay(tmp_path, {"all/abe.py": CODE, "all/ada/": b"", "all/bob.py": CODE})
    lay(tmp_path / "all/ada", files)
    return among_good_ones(tmp_path / "all")


def among_good_ones(folder):
    abe, ada, bob = discover(folder, POOLING)
    assert abe == Submission("abe", {"pooling.py": CODE}, "pooling.py")
    assert bob == Submission("bob", {"pooling.py": CODE}, "pooling.py")
    assert ada.student == "ada"
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(ada), type=Submission) == ada
    return ada


def assert_problem(submission, *words):
    assert submission.main == ""
    assert submission.files == {}
    for word in words:
        assert word in submission.problem
    assert submission.problem.isprintable()
    assert submission.problem.endswith(".")


# -------------------------------------------------------------------------- forms of a hand-in


def test_a_module_of_any_name_is_graded_as_the_assignments(tmp_path):
    lay(tmp_path, {"ada.py": CODE})
    assert one(tmp_path / "ada.py") == Submission("ada", {"pooling.py": CODE}, "pooling.py")
    assert one(tmp_path / "ada.py", "Ada L.").student == "Ada L."


def test_reading_hand_ins_needs_neither_torch_nor_numpy():
    program = "import sys, autograder.submission.discover as d; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert not {b"torch", b"numpy"} & set(result.stdout.split())


def test_a_notebook_is_a_hand_in(tmp_path):
    lay(tmp_path, {"ada.ipynb": NOTEBOOK})
    assert one(tmp_path / "ada.ipynb") == Submission("ada", {"ada.ipynb": NOTEBOOK}, "ada.ipynb")


@pytest.mark.parametrize("top", ["", "work/", "a/b/c/"])
def test_a_zip_is_a_hand_in(tmp_path, top):
    content = zipped([(f"{top}pooling.py", CODE), (f"{top}helpers.py", b"x = 1")])
    lay(tmp_path, {"ada.zip": content})
    submission = one(tmp_path / "ada.zip")
    assert submission.student == "ada"
    assert submission.files == {"pooling.py": CODE, "helpers.py": b"x = 1"}
    assert submission.main == "pooling.py"


@pytest.mark.parametrize(
    "file", ["pooling.py", "Pooling.py", "work/pooling.py", "w.ipynb", "s/w.ipynb"]
)
def test_a_folder_is_one_hand_in(tmp_path, file):
    lay(tmp_path / "ada", {file: NOTEBOOK if file.endswith("ipynb") else CODE, "README.md": b"#"})
    submission = one(tmp_path / "ada")
    assert submission.student == "ada"
    assert submission.main == Path(file).name
    assert not submission.problem


def test_the_folder_one_stands_in_is_a_hand_in(tmp_path, monkeypatch):
    lay(tmp_path / "ada", {"pooling.py": CODE})
    monkeypatch.chdir(tmp_path / "ada")
    assert one(Path()).student == "ada"


def test_a_link_that_the_instructor_gives_is_followed(tmp_path):
    lay(tmp_path, {"files/pooling.py": CODE})
    (tmp_path / "ada").symlink_to("files")
    assert one(tmp_path / "ada") == Submission("ada", {"pooling.py": CODE}, "pooling.py")


MIX = {
    "ada.py": CODE,
    "bob.ipynb": NOTEBOOK,
    "cem.zip": zipped([("cem/pooling.py", CODE)]),
    "dan/pooling.py": CODE,
    "eve/mine.py": CODE,
    "Fé Ü/work/lesson.ipynb": NOTEBOOK,
    ".hidden.py": CODE,
    ".ipynb_checkpoints/x.py": CODE,
    "__pycache__/ada.cpython-311.pyc": b"0",
    "__MACOSX/._ada.py": b"0",
    "README.md": b"#",
    "grades.csv": b"a,b",
    "notes.txt": b"",
}
STUDENTS = ["Fé Ü", "ada", "bob", "cem", "dan", "eve"]


@pytest.mark.parametrize("form", ["folder", "zip", "zip with a folder"])
def test_a_folder_of_hand_ins_in_any_mix(tmp_path, form):
    if form == "folder":
        path = lay(tmp_path / "all", MIX)
    else:
        top = "all/" if form == "zip with a folder" else ""
        path = tmp_path / "all.zip"
        path.write_bytes(zipped([(f"{top}{name}", content) for name, content in MIX.items()]))
    found = discover(path, POOLING)
    assert [submission.student for submission in found] == STUDENTS
    assert [submission.problem for submission in found] == [""] * 6
    assert found == discover(path, POOLING)
    with pytest.raises(UsageError, match="names one hand-in, but 6 were found"):
        discover(path, POOLING, "ada")


TREE = {
    "ada/a1_pooling/pooling.py": CODE,
    "bob/a1_pooling/": b"",
    "cem/a2_conv/conv.py": CODE,
    "dan/a1_pooling/lesson.ipynb": NOTEBOOK,
    "dan/a1_pooling/timestamp.txt": b"2026-11-21",
    "dan/a2_conv/conv.py": CODE,
}


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_nbgraders_tree(tmp_path, form):
    path = tmp_path / "all.zip"
    if form == "zip":
        path.write_bytes(zipped(list(TREE.items())))
    else:
        path = lay(tmp_path / "submitted", TREE)
    ada, bob, dan = discover(path, POOLING)
    assert ada == Submission("ada", {"pooling.py": CODE}, "pooling.py")
    assert bob.student == "bob"
    assert_problem(bob, "Expected pooling.py", "holds no files")
    assert (dan.student, dan.main) == ("dan", "lesson.ipynb")


def test_a_part_of_nbgraders_tree_keeps_the_students_name(tmp_path):
    lay(tmp_path, TREE)
    assert one(tmp_path / "ada").student == "ada"
    assert one(tmp_path / "ada/a1_pooling").student == "ada"
    assert one(tmp_path / "dan").main == "lesson.ipynb"


# ------------------------------------------------------------------------ the instructor's mistakes


@pytest.mark.parametrize(
    "name", ["nowhere", "notes.txt", "empty", "link", "pipe.py", "a\0b", "x.rar"]
)
def test_what_is_no_hand_in_at_all_is_a_usage_error(tmp_path, name):
    lay(tmp_path, {"notes.txt": b"1", "empty/": b"", "empty/README.md": b"", "x.rar": b"1"})
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.py")
    with pytest.raises(UsageError, match=r"notebook(,| or) a zip"):
        discover(tmp_path / name, POOLING)


@pytest.mark.parametrize("student", ["", " ", "a/b", "a\nb", "\x1b[31m", "\udcff"])
def test_an_odd_student_is_a_usage_error(tmp_path, student):
    lay(tmp_path, {"ada.py": CODE})
    with pytest.raises(UsageError, match="--student"):
        discover(tmp_path / "ada.py", POOLING, student)


def test_two_hand_ins_of_one_student_are_a_usage_error(tmp_path):
    lay(tmp_path, {"ada.py": CODE, "ada/pooling.py": CODE, "bob.py": CODE})
    with pytest.raises(
        UsageError, match=r"student ada has two hand-ins, ada.py and ada/; keep one"
    ):
        discover(tmp_path, POOLING)


# ------------------------------------------------------------------------- which file is graded


@pytest.mark.parametrize(
    ("names", "main", "note"),
    [
        (["pooling.py", "helpers.py"], "pooling.py", None),
        (
            ["pooling.py", "lesson.ipynb"],
            "pooling.py",
            "graded pooling.py; lesson.ipynb was ignored",
        ),
        (["pooling.py", "old/pooling.py"], "pooling.py", "old/pooling.py was ignored"),
        (["src/pooling.py", "t/test_x.py"], "pooling.py", "graded src/pooling.py"),
        (["POOLING.py", "a.py"], "POOLING.py", "graded POOLING.py as pooling.py"),
        (["pooling.py", "Pooling.py"], "pooling.py", None),
        (["w.ipynb"], "w.ipynb", None),
        (["w.ipynb", "lesson.ipynb"], "lesson.ipynb", "graded lesson.ipynb; w.ipynb was ignored"),
        (["w.ipynb", "a1_pooling.ipynb"], "a1_pooling.ipynb", "w.ipynb was ignored"),
        (["w.ipynb", "mine.py"], "w.ipynb", "mine.py was ignored"),
        (["w.ipynb", "old/v.ipynb"], "w.ipynb", "old/v.ipynb was ignored"),
        (["mine.py", "test_a.py", "conftest.py"], "mine.py", "graded mine.py as pooling.py"),
    ],
)
def test_the_file_to_grade(tmp_path, names, main, note):
    files = {name: NOTEBOOK if name.endswith("ipynb") else CODE for name in names}
    submission = handed_in(tmp_path, files)
    assert submission.main == main
    assert submission.main in submission.files
    assert note is None or any(note in said for said in submission.notes)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ["Expected pooling.py; the hand-in holds no files", "Put pooling.py in it"]),
        (["a.py", "b.py"], ["Expected pooling.py; found a.py and b.py. Rename"]),
        (["x/pooling.py", "y/pooling.py"], ["found x/pooling.py and y/pooling.py", "Hand in only"]),
        (["v.ipynb", "w.ipynb"], ["found v.ipynb and w.ipynb", "named pooling.py"]),
        (["test_a.py"], ["found test_a.py. Rename"]),
        ([f"{c}.csv" for c in "abcdef"], ["found a.csv, b.csv, c.csv and 3 more files. Rename"]),
        (["work.zip"], ["found work.zip", "not in an archive"]),
    ],
)
def test_no_clear_file_to_grade_is_a_problem(tmp_path, names, words):
    files = {name: NOTEBOOK if name.endswith("ipynb") else CODE for name in names}
    assert_problem(handed_in(tmp_path, files), *words)


def test_the_graded_files_folder_becomes_the_top(tmp_path):
    files = {
        "src/pooling.py": CODE,
        "src/lib/a.py": b"1",
        "helpers.py": b"2",
        "src/helpers.py": b"3",
    }
    submission = handed_in(tmp_path, {**files, "x.csv": b"4"})
    expected = {"pooling.py": CODE, "lib/a.py": b"1", "helpers.py": b"3", "x.csv": b"4"}
    assert submission.files == expected


# ---------------------------------------------------------------------------- what files may hold


@pytest.mark.parametrize("form", ["file", "folder", "zip"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", ["is empty. Write your solution"], id="empty"),
        pytest.param(b" \n\t\r\n", ["is empty. Write your solution"], id="blank"),
        pytest.param(b"\xef\xbb\xbf\n", ["is empty. Write your solution"], id="only a mark"),
        pytest.param(b"a = '\xff'", ["not UTF-8 text: byte 5", "Save it with"], id="latin-1"),
        pytest.param("é".encode("utf-16"), ["not UTF-8 text: byte 0", "Save it with"], id="UTF-16"),
        pytest.param(b"a = 1\0", ["NUL byte (byte 5)", "Save it with"], id="NUL"),
        pytest.param(
            b"# coding: utf-7\n", ["declares an encoding", "Delete that line"], id="utf-7"
        ),
        pytest.param(
            b"# coding: odd\n", ["declares an encoding", "Delete that line"], id="unknown"
        ),
        pytest.param(
            "# coding: latin-1\né".encode(), ["declares an encoding", "Delete that line"], id="both"
        ),
        pytest.param(b"#" * 262_145, ["larger than 256 KB", "Take large data out"], id="large"),
    ],
)
def test_a_bad_module_is_a_problem(tmp_path, form, content, words):
    lay(tmp_path, {"all/abe.py": CODE, "all/bob.py": CODE})
    name = {"file": "ada.py", "folder": "ada/pooling.py", "zip": "ada.zip"}[form]
    if form == "zip":
        content = zipped([("pooling.py", content)])
    lay(tmp_path / "all", {name: content})
    assert_problem(among_good_ones(tmp_path / "all"), ".py ", *words)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf" + CODE, b"# coding: latin-1\n" + CODE])
def test_harmless_marks_are_accepted(tmp_path, content):
    lay(tmp_path, {"ada.py": content})
    assert one(tmp_path / "ada.py").files["pooling.py"] == content.removeprefix(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", ["work.ipynb is empty"], id="empty"),
        pytest.param(b"no", ["not valid JSON", "save it"], id="no JSON"),
        pytest.param(b"[" * 100_000, ["not valid JSON", "save it"], id="deep"),
        pytest.param(b"{}", ["has no cells", "Open it in Jupyter"], id="no cells"),
        pytest.param(b'{"nbformat": 3}', ["old format 3", "Open it in Jupyter"], id="old"),
        pytest.param(b'{"cells": []}', ["has no code", "Save the notebook"], id="no code"),
        pytest.param(b" " * 4_194_305, ["larger than 4 MB", "Clear all outputs"], id="large"),
    ],
)
def test_a_bad_notebook_is_a_problem(tmp_path, content, words):
    assert_problem(handed_in(tmp_path, {"work.ipynb": content}), *words)


def test_pictures_in_a_notebook_are_fine(tmp_path):
    big = json.loads(NOTEBOOK)
    big["cells"][0]["outputs"] = ["x" * 3_000_000]
    assert not handed_in(tmp_path, {"work.ipynb": json.dumps(big).encode()}).problem


# ------------------------------------------------------------------------------------------ sizes


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


# ------------------------------------------------------------------------------------- bad zips


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


# ------------------------------------------------------------------- links, devices, permissions


def test_a_linked_hand_in_is_a_problem(tmp_path):
    lay(tmp_path, {"secret.py": CODE, "all/abe.py": CODE, "all/bob.py": CODE})
    (tmp_path / "all/ada.py").symlink_to("../secret.py")
    assert_problem(among_good_ones(tmp_path / "all"), "is a link", "Hand in the file itself")


def test_a_linked_folder_is_a_problem(tmp_path):
    lay(tmp_path, {"secret/pooling.py": CODE, "all/abe.py": CODE, "all/bob.py": CODE})
    (tmp_path / "all/ada").symlink_to("../secret")
    assert_problem(among_good_ones(tmp_path / "all"), "is a link", "Hand in the file itself")


def test_a_linked_module_in_a_folder_is_a_problem(tmp_path):
    lay(tmp_path, {"secret.py": CODE, "all/ada/": b""})
    (tmp_path / "all/ada/pooling.py").symlink_to("../../secret.py")
    assert_problem(handed_in(tmp_path, {}), "pooling.py is a link", "Hand in the file itself")


def test_other_links_and_devices_are_ignored_with_a_note(tmp_path):
    lay(tmp_path, {"secret/x.py": CODE, "all/ada/": b""})
    (tmp_path / "all/ada/data").symlink_to("../../secret")
    (tmp_path / "all/ada/loop").symlink_to(".")
    os.mkfifo(tmp_path / "all/ada/pipe.py")
    submission = handed_in(tmp_path, {"pooling.py": CODE})
    assert submission.files == {"pooling.py": CODE}
    assert len(submission.notes) == 3
    assert "pipe.py was ignored: it is a device or a pipe, no ordinary file" in submission.notes


@contextlib.contextmanager
def ordinary_user():
    """A folder, and for root the rights of nobody: root may read everything."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        was = os.geteuid()
        with contextlib.ExitStack() as stack:
            if was == 0:
                stack.callback(os.seteuid, 0)
            yield Path(folder), (lambda: os.seteuid(65534) if was == 0 else None)


@pytest.mark.parametrize("closed", ["all/ada.py", "all/ada/pooling.py", "all/ada", "all/ada/src"])
def test_what_may_not_be_read_is_a_problem(closed):
    with ordinary_user() as (folder, become_nobody):
        files = {"all/abe.py": CODE, "all/bob.py": CODE}
        more = {"all/ada.py": CODE} if closed.endswith("ada.py") else {"all/ada/pooling.py": CODE}
        lay(folder, {**files, **more, **({"all/ada/src/": b""} if "src" in closed else {})})
        (folder / closed).chmod(0)
        become_nobody()
        assert_problem(
            among_good_ones(folder / "all"),
            "cannot be read (permission denied)",
            "Hand it in again",
        )


def test_a_folder_the_instructor_may_not_read_is_a_usage_error():
    with ordinary_user() as (folder, become_nobody):
        lay(folder, {"all/abe.py": CODE})
        (folder / "all").chmod(0)
        become_nobody()
        with pytest.raises(UsageError, match="permission denied"):
            discover(folder / "all", POOLING)


# ----------------------------------------------------------------------------------------- names


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
