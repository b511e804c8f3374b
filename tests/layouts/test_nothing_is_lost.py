"""Whatever the nesting and the names: every module is graded, listed as left out, or refused."""

import json
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from autograder.errors import UsageError
from layouts.made import call, lay, zipped

FOLDERS = [
    "ada", "bob", "cem", "section 1", "section 2", "a1_pooling", "A1_Pooling", "a2_conv", "src", "work", "old",
    "download", "Ada L_123456_assignsubmission_file_", "Ada L_123456_assignsubmission_onlinetext_",
    "12346-67890 - Ada L - Oct 1, 2026 1100 AM", "12346-67890 - Ada L - Oct 2, 2026 1100 AM", "submission_201",
    "ada+a1_pooling+2026-10-01 10:00:00 UTC", "ada+a2_conv+2026-10-01 10:00:00 UTC", "a1-pooling-ada", "a1-pooling-bob",
]  # fmt: skip
FILES = [
    "pooling.py", "pooling (1).py", "Pooling.py", "helpers.py", "ada.py", "bob.py", "lesson.ipynb", "work.ipynb",
    "lastfirst_1042_90871_pooling.py", "lastfirst_1042_90877_pooling-1.py", "lastfirst_LATE_1043_90879_work.ipynb",
    "Pooling_ada_attempt_2026-10-01-10-00-00_pooling.py", "Pooling_ada_attempt_2026-10-02-10-00-00_pooling.py",
    "ada@uni.example_1_pooling.py", "ada@uni.example_2_pooling.py", "Ada L_123456_assignsubmission_file_pooling.py",
    "README.md", "grades.csv", "submission_metadata.yml",
]  # fmt: skip
ZIPS = ["ada.zip", "dan.zip", "lastfirst_1044_90890_work.zip", "all.zip"]
leaves = st.sampled_from(FILES)
trees = st.recursive(
    st.fixed_dictionaries({}, optional=dict.fromkeys(FILES[:9], st.just(None))),
    lambda inner: st.dictionaries(st.sampled_from([*FOLDERS, *ZIPS]), inner, max_size=4).flatmap(
        lambda folders: st.lists(leaves, max_size=4, unique=True).map(
            lambda files: {**folders, **dict.fromkeys(files)}
        )
    ),
    max_leaves=8,
)


def built(tree, prefix=""):
    """Files of a tree, each of a content that no other one has; zips are built at their place."""
    files = {}
    for name, inside in tree.items():
        if inside is None:
            files[prefix + name] = content(prefix + name)
        elif name.endswith(".zip"):
            members = built(inside, f"{prefix}{name}/")
            files[prefix + name] = zipped(
                {path.removeprefix(f"{prefix}{name}/"): part for path, part in members.items()}
            )
        else:
            files |= built(inside, f"{prefix}{name}/") or {f"{prefix}{name}/": b""}
    return files


def content(path):
    source = f"# {path} #\ndef max_pool2d(x):\n    return x\n"
    if path.endswith(".ipynb"):
        cell = {"cell_type": "code", "source": source}
        return json.dumps({"nbformat": 4, "cells": [cell]}).encode()
    return source.encode()


def works(tree, prefix=""):
    """The paths of all modules and notebooks."""
    for name, inside in tree.items():
        if inside is not None:
            yield from works(inside, f"{prefix}{name}/")
        elif re.search(r"\.(py|ipynb)$", name):
            yield prefix + name


def assert_nothing_is_lost(tree, place):
    for layout in layouts_named(place):
        try:
            roll = call(place, layout=layout)
        except UsageError as refusal:
            if layout and "has two hand-ins" in str(refusal):
                continue  # `bob.py` and `bob/`, which no layout tells apart
            raise
        assert_nothing_of_a_roll_is_lost(tree, roll)


def layouts_named(place):
    """What to give with --layout: nothing, or, where that is refused, each way that is named."""
    try:
        call(place)
    except UsageError as refusal:
        return re.findall(r"--layout (\w+)", str(refusal))
    return [""]


def assert_nothing_of_a_roll_is_lost(tree, roll):
    contents = {part for submission in roll.submissions for part in submission.files.values()}
    left_out = [left.path for left in roll.left_out]
    problems = [path for entry in roll.entries if entry.submission.problem for path in entry.paths]
    for path in works(tree):
        is_said = any(path == part or path.startswith(part) for part in [*left_out, *problems])
        is_noted = any(
            path.startswith(part)
            and re.search(r"archive|one of its name", " ".join(entry.submission.notes))
            for entry in roll.entries
            for part in entry.paths
        )
        assert content(path) in contents or is_said or is_noted, (path, roll)


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(tree=trees, is_zip=st.booleans())
@example(tree={"ada": {"a1_pooling": {"pooling.py": None}, "pooling.py": None}}, is_zip=False)
@example(tree={"ada": {"A1_Pooling": {"pooling.py": None}}, "bob": {"old": {}}}, is_zip=True)
@example(tree={"all.zip": {"ada.zip": {"pooling.py": None}, "bob.py": None}}, is_zip=False)
def test_every_module_is_graded_or_listed(tree, is_zip):
    folder = Path(tempfile.mkdtemp())
    try:
        files = built(tree)
        place = folder / "all"
        place.mkdir()
        if is_zip:
            place = folder / "all.zip"
            place.write_bytes(zipped(files))
        else:
            lay(place, files)
        assert_nothing_is_lost(tree, place)
    finally:
        shutil.rmtree(folder)


def test_a_lost_module_would_be_noticed(tmp_path):
    lay(tmp_path / "all", {"ada/pooling.py": b"1", "bob/pooling.py": b"2"})
    with pytest.raises(AssertionError):
        assert_nothing_is_lost({"cem": {"pooling.py": None}}, tmp_path / "all")
