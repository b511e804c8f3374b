"""The README of a released folder names its questions, files and packages."""

from pathlib import Path

import pytest
from sums_course import change, write

from autograder.errors import AssignmentError
from autograder.release.release import release_folder


def test_the_readme_lists_every_question_with_its_points(course: Path, tmp_path: Path):
    text = (release_folder(course, "b1_sums", tmp_path) / "README.md").read_text()
    assert "| Total (`total`) | `total` | 2 |" in text
    assert "| Mean (`mean`) \\* | `Mean` | 1.5 |" in text
    assert "| **all** | | **2** |" in text


def readme(course: Path, tmp_path: Path) -> list[str]:
    return (release_folder(course, "b1_sums", tmp_path) / "README.md").read_text().splitlines()


def test_the_readme_installs_what_the_released_files_import(course: Path, tmp_path: Path):
    change(course / "solutions/b1_sums/sums.py", "import math\n", "import math\n\nimport torch\n")
    change(
        course / "solutions/b1_sums/lesson.py",
        "import sums\n",
        "import sums\nfrom PIL import Image\n",
    )
    write(course / "solutions/b1_sums/tables/more.py", "import numpy\nimport tables.other\n")
    line = "pip install jupyterlab numpy pillow pytest torch"
    assert line in readme(course, tmp_path)


def test_what_only_an_answer_imports_is_not_installed(course: Path, tmp_path: Path):
    change(
        course / "solutions/b1_sums/sums.py",
        "    return math.fsum",
        "    import scipy\n    return math.fsum",
    )
    assert "pip install jupyterlab pytest" in readme(course, tmp_path)


def test_the_readme_names_what_else_is_in_the_folder(course: Path, tmp_path: Path):
    write(course / "solutions/b1_sums/given.py", '"""Numbers to add.\n\nMore of it."""\n')
    write(course / "solutions/b1_sums/silent.py", "import math\n")
    write(course / "solutions/b1_sums/data/more.csv", "3\n")
    lines = readme(course, tmp_path)
    extras = [line for line in lines if line.startswith("- ")]
    always = [
        line for line in extras if line.startswith(("- `checking.py`: ", "- `conftest.py`: "))
    ]
    assert len(always) == 2
    own = [line for line in extras if line not in always]
    assert own == ["- `data/`", "- `given.py`: Numbers to add.", "- `silent.py`"]


def test_each_systems_activation_is_a_line_to_copy(course: Path, tmp_path: Path):
    lines = readme(course, tmp_path)
    assert "source .venv/bin/activate" in lines
    assert ".venv\\Scripts\\activate" in lines


@pytest.mark.parametrize("imported", ["torch", "torchvision"])
def test_the_readme_says_how_torchvision_and_torch_fit(course: Path, tmp_path: Path, imported: str):
    write(course / "solutions/b1_sums/given.py", f"import {imported}\n")
    told = "torchvision::nms" in "\n".join(readme(course, tmp_path))
    assert told == (imported == "torchvision")


def test_a_released_file_that_is_no_python_is_named(course: Path, tmp_path: Path):
    write(course / "solutions/b1_sums/given.py", "import\n")
    with pytest.raises(AssignmentError, match=r"given\.py, line 1: "):
        release_folder(course, "b1_sums", tmp_path)
