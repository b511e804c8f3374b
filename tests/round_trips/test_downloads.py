"""Names of a system's own download fill every row of its own gradebook."""

import zipfile

import pytest
from conftest import ROOT
from gradebooks import (
    BLACKBOARD_BOOK,
    BRIGHTSPACE_BOOK,
    CANVAS_BOOK,
    CANVAS_NAMES,
    MOODLE_CLASS,
    MOODLE_SHEET,
    graded,
)

from autograder.course.find import find_assignment
from autograder.submission.discover import discover

DOWNLOADS = {
    "canvas": (CANVAS_NAMES, CANVAS_BOOK, ("--column", "Max pooling")),
    "moodle": (
        tuple(
            f"{name}_{number}_assignsubmission_file_/pooling.py"
            for name, number in MOODLE_CLASS.values()
        ),
        MOODLE_SHEET,
        (),
    ),
    "blackboard": (
        tuple(
            f"Pooling_{login}_attempt_2026-10-0{n}-10-00-00_pooling.py"
            for n, login in enumerate(("ada01", "alan02"), 1)
        ),
        BLACKBOARD_BOOK,
        (),
    ),
    "brightspace": (
        (
            "12346-664617 - Ada Lovelace - October 1, 2026 1005 AM/pooling.py",
            "12347-664617 - Alan Turing - October 1, 2026 1105 AM/pooling.py",
        ),
        BRIGHTSPACE_BOOK,
        ("--column", "Max pooling"),
    ),
}


@pytest.mark.parametrize("to", DOWNLOADS)
def test_every_row_is_filled_by_what_the_download_itself_says(tmp_path, export, to):
    names, book, more = DOWNLOADS[to]
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as download:
        for name in names:
            download.writestr(name, "def max_pool2d(x, kernel_size):\n    return x\n")
    assignment = find_assignment(ROOT, "a1_pooling")
    found = discover(tmp_path / "submissions.zip", assignment)
    graded(tmp_path, {submission.student: submission.ids for submission in found})
    (tmp_path / "book.csv").write_text(book, encoding="utf-8")
    said, _ = export(to, "--template", "book.csv", *more)
    rows = sum(name in book for name in ("Ada", "Alan", "Núñez")) + (to == "moodle")
    assert (len(found), said) == (rows, f"wrote made: {rows} scores\n")


@pytest.mark.parametrize(
    ("to", "book", "numbers", "more"),
    [
        ("canvas", CANVAS_BOOK, ("S1", "S2", "S3"), ("--column", "Max pooling")),
        ("blackboard", BLACKBOARD_BOOK, ("S1", "S2"), ()),
        ("brightspace", BRIGHTSPACE_BOOK, ("20067930", "20067931"), ("--column", "Max pooling")),
    ],
)
def test_the_institutions_number_is_known_in_every_gradebook(
    tmp_path, export, to, book, numbers, more
):
    """Gradescope's export and rosters know students by it."""
    graded(tmp_path, {f"student {n}": {"sid": sid} for n, sid in enumerate(numbers)})
    (tmp_path / "book.csv").write_text(book, encoding="utf-8")
    said, _ = export(to, "--template", "book.csv", *more)
    assert said == f"wrote made: {len(numbers)} scores\n"
