"""The released notebook is valid, empty, and has the cells that nbgrader grades."""

from pathlib import Path

import nbformat
import pytest
from sums_course import change

from autograder.errors import AssignmentError
from autograder.release.release import check_folder, release_folder


def cells_of(folder: Path) -> list[nbformat.NotebookNode]:
    return nbformat.read(folder / "lesson.ipynb", as_version=nbformat.NO_CONVERT).cells


def test_the_notebook_has_cells_that_nbgrader_grades(course: Path, tmp_path: Path):
    folder = release_folder(course, "b1_sums", tmp_path)
    graded = [cell for cell in cells_of(folder) if "nbgrader" in cell.metadata]
    common = {"schema_version": 3, "grade": True, "task": False}
    check = common | {"solution": False, "locked": True}
    written = common | {"solution": True, "locked": False}
    assert [(cell.cell_type, cell.metadata) for cell in graded] == [
        ("code", {"nbgrader": check | {"grade_id": "total", "points": 2}}),
        ("code", {"nbgrader": check | {"grade_id": "mean", "points": 1.5}}),
        ("markdown", {"nbgrader": written | {"grade_id": "explain_sums", "points": 0}}),
    ]


def test_the_notebook_is_valid_empty_and_runs_magics(course: Path, tmp_path: Path):
    folder = release_folder(course, "b1_sums", tmp_path)
    book = nbformat.read(folder / "lesson.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor, book.metadata.kernelspec.name) == (4, 5, "python3")
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert code[0].source == "%load_ext autoreload\nimport sums"
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('="mean"', '="median"', "no question 'median'", id="unknown question"),
        pytest.param('="mean"', '="total"', "'total' has 2 cells", id="two cells"),
        pytest.param('# %% question="mean"', "# %%", "'mean' has no check cell", id="no cell"),
        pytest.param("# %% question", "# %% [markdown] question", "for a code cell", id="not code"),
        pytest.param(" points=0", "", "has points None", id="no points"),
        pytest.param('import sums', '### BEGIN SOLUTION', "holds no solution", id="marker"),
    ],
)  # fmt: skip
def test_a_lesson_with_a_wrong_cell_is_refused(course: Path, old: str, new: str, message: str):
    change(course / "solutions/b1_sums/lesson.py", old, new)
    with pytest.raises(AssignmentError, match=message):
        check_folder(course, "b1_sums")
