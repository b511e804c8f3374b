"""The fingerprint of a grade: all that a grade depends on changes it, and nothing else does."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, lay

import autograder
from autograder.deciding import deciding_files
from autograder.fingerprint import digest, digest_of_engine, digest_of_suite, fingerprint
from autograder.submission.record import Submission

PACKAGE = Path(autograder.__file__).parent
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


# ------------------------------------------------------------------------------ what judges


@pytest.fixture
def course(tmp_path):
    """A course of two assignments that share a folder and a file."""
    files = {
        "grading_tests/a1/assignment.toml": "title = 1",
        "grading_tests/a1/inner/test_a.py": "a = 1",
        "grading_tests/a1/weights.json": "{}",
        "grading_tests/a1/notes": "notes",
        "grading_tests/a2/assignment.toml": "title = 2",
        "grading_tests/shared/inputs.py": "b = 1",
        "grading_tests/cases.npy": "1",
        "reference/doubling.py": "c = 1",
        "reference/weights.bin": "2",
        "solutions/a1/doubling.py": "d = 1",
    }
    return lay(tmp_path / "course", files)


def suite(course, slug="a1", preload=(), data=None):
    return digest_of_suite(course, slug, preload, data)


@pytest.mark.parametrize(
    "file",
    [
        "grading_tests/a1/assignment.toml",
        "grading_tests/a1/inner/test_a.py",
        "grading_tests/a1/weights.json",
        "grading_tests/a1/notes",
        "grading_tests/a1/new.csv",
        "grading_tests/shared/inputs.py",
        "grading_tests/cases.npy",
        "reference/doubling.py",
        "reference/weights.bin",
    ],
)
def test_every_file_that_judges_changes_a_suites_digest(course, file):
    before = suite(course)
    (course / file).write_text("changed = 1")
    assert suite(course) != before


def test_a_moved_file_changes_a_suites_digest(course):
    before = suite(course)
    folder = course / "grading_tests/a1"
    (folder / "inner" / "test_a.py").rename(folder / "test_a.py")
    assert suite(course) != before


def test_what_does_not_judge_does_not_change_a_suites_digest(course, write_files):
    before = suite(course)
    changes = {
        "grading_tests/a2/assignment.toml": "title = 3",
        "grading_tests/a1/__pycache__/test_a.cpython-311.pyc": "1",
        "grading_tests/a1/.test_a.py.swp": "1",
        "grading_tests/.pytest_cache/v": "1",
        "solutions/a1/doubling.py": "d = 2",
    }
    write_files(course, changes)
    (course / "grading_tests/a1/empty").mkdir()
    assert suite(course) == before


def test_a_suites_digest_does_not_depend_on_where_the_course_lies(course, tmp_path):
    before = suite(course)
    (tmp_path / "elsewhere").mkdir()
    assert suite(course.rename(tmp_path / "elsewhere" / "moved")) == before


def test_the_data_and_what_is_preloaded_change_a_suites_digest(course, tmp_path):
    (tmp_path / "data.npz").write_bytes(b"1")
    digests = [suite(course), suite(course, data=str(tmp_path)), suite(course, preload=("rich",))]
    assert len(set(digests)) == 3


@pytest.mark.parametrize("library", ["torch", "numpy"])
def test_another_version_of_a_library_changes_a_suites_digest(
    course, tmp_path, monkeypatch, library
):
    before = suite(course)
    info = f"{library}-0.0.1.dist-info/METADATA"
    lay(tmp_path / "other", {info: f"Metadata-Version: 2.1\nName: {library}\nVersion: 0.0.1\n"})
    monkeypatch.syspath_prepend(tmp_path / "other")  # first on the path, as a newer install is
    assert suite(course) != before


# ------------------------------------------------------------------------------ the engine


def test_the_engine_has_one_digest():
    assert digest_of_engine() == digest_of_engine()
    assert len(digest_of_engine()) == 64


@pytest.mark.parametrize(
    "module",
    [
        "judge.job",
        "worker.loop",
        "suite.checks",
        "networks.train.trainer",
        "worker.sandbox.seccomp",
        "grading.settle",
        "suite.plugin",
    ],
)
def test_what_decides_is_part_of_the_engines_digest(module):
    assert f"autograder.{module}" in deciding_files(PACKAGE)


@pytest.mark.parametrize("folder", ["report", "export", "cli", "release", "nbgrader", "similar"])
def test_what_shows_a_grade_is_no_part_of_the_engines_digest(folder):
    deciding = deciding_files(PACKAGE)
    assert not [module for module in deciding if module.startswith(f"autograder.{folder}")]


LOADED = """
import importlib, pkgutil, sys, autograder
for name in ("warm", "grading.host", "judge.session", "judge.probe", "grading.batch", "worker.loop"):
    importlib.import_module(f"autograder.{name}")
sys.path[:0] = sys.argv[1:]
for suite in sys.argv[1:-1]:
    for file in sorted(__import__("pathlib").Path(suite).glob("*.py")):
        if file.stem in ("props", "calibration", "misconceptions") or file.stem.startswith("test_"):
            for name in ("props", "calibration", "misconceptions"):
                sys.modules.pop(name, None)
            importlib.import_module(file.stem)
            sys.modules.pop(file.stem)
print(*(name for name in sys.modules if name.split(".")[0] == "autograder"))
"""


def test_nothing_that_a_judge_a_worker_or_a_suite_imports_is_left_out():
    """What is really imported, by all suites of this course, too."""
    suites = sorted(map(str, ROOT.glob("grading_tests/a*")))
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *suites, str(ROOT)],
        capture_output=True, encoding="utf-8", check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert len(loaded) > 50
    assert loaded - deciding_files(PACKAGE).keys() == set()
