"""The fingerprint of a grade: all that a grade depends on changes it, and nothing else does."""

import pytest

from autograder.fingerprint import digest, digest_of_engine, digest_of_folders, fingerprint
from autograder.submission.record import Submission

FILES = {"pooling.py": b"x = 1", "helpers.py": b"y = 2"}


def mark(files=FILES, main="pooling.py", suite="suite", device="cpu", **more):
    return fingerprint(Submission("ada", files, main, **more), suite, device)


def test_a_fingerprint_is_a_sha256():
    assert len(mark()) == 64
    assert set(mark()) <= set("0123456789abcdef")


def test_the_same_grade_has_the_same_fingerprint():
    assert mark() == mark(dict(reversed(FILES.items())))


def test_remarks_and_the_students_name_do_not_change_a_fingerprint():
    assert mark(notes=("graded a.py",)) == mark()
    assert fingerprint(Submission("bob", FILES, "pooling.py"), "suite", "cpu") == mark()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"files": {**FILES, "pooling.py": b"x = 2"}}, id="content"),
        pytest.param({"files": {**FILES, "more.py": b""}}, id="another file"),
        pytest.param({"files": {"pooling.py": b"x = 1"}}, id="a file less"),
        pytest.param({"files": {"pooling.py": b"y = 2", "helpers.py": b"x = 1"}}, id="swapped"),
        pytest.param({"files": {"pooling.py": b"x = 1", "helper.py": b"y = 2"}}, id="renamed"),
        pytest.param({"main": "helpers.py"}, id="main"),
        pytest.param({"problem": "too large"}, id="problem"),
        pytest.param({"suite": "another"}, id="suite"),
        pytest.param({"device": "cuda"}, id="device"),
    ],
)
def test_what_a_grade_depends_on_changes_it(change):
    assert mark(**change) != mark()


def test_names_and_contents_cannot_run_into_each_other():
    assert digest({"a": b"1", "b": b""}) != digest({"a": b"", "b": b"1"})
    assert digest({"a": b"b"}) != digest({"ab": b""})


def test_a_file_named_like_a_part_is_no_part():
    assert mark({"device": b"cuda"}) != mark({"device": b"cpu"})


def test_a_name_that_is_no_utf_8_has_a_digest():
    assert digest({"\udcff.py": b""}) != digest({"\udcfe.py": b""})


@pytest.fixture
def folder(tmp_path):
    """A folder with code and other files."""
    root = tmp_path / "suite"
    (root / "inner").mkdir(parents=True)
    (root / "assignment.toml").write_text("title = 1")
    (root / "inner" / "test_a.py").write_text("a = 1")
    (root / "notes.md").write_text("notes")
    return root


@pytest.mark.parametrize("file", ["assignment.toml", "inner/test_a.py", "new.py"])
def test_code_changes_a_folders_digest(folder, file):
    before = digest_of_folders([folder])
    (folder / file).write_text("changed = 1")
    assert digest_of_folders([folder]) != before


def test_a_moved_file_changes_a_folders_digest(folder):
    before = digest_of_folders([folder])
    (folder / "inner" / "test_a.py").rename(folder / "test_a.py")
    assert digest_of_folders([folder]) != before


def test_notes_caches_and_folders_do_not_change_a_folders_digest(folder):
    before = digest_of_folders([folder])
    (folder / "notes.md").write_text("other notes")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "test_a.cpython-311.pyc").write_bytes(b"1")
    (folder / "odd.py").mkdir()
    assert digest_of_folders([folder]) == before


def test_a_folders_digest_does_not_depend_on_where_it_lies(folder, tmp_path):
    before = digest_of_folders([folder])
    (tmp_path / "elsewhere").mkdir()
    assert digest_of_folders([folder.rename(tmp_path / "elsewhere" / "suite")]) == before


def test_the_engine_has_one_digest():
    assert digest_of_engine() == digest_of_engine()
    assert len(digest_of_engine()) == 64
