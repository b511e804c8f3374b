"""No released file shows a line of an answer."""

import json
from pathlib import Path

import pytest
from sums_course import BEGIN, COURSE, END, SLUGS, write

from autograder.course.assignment import load
from autograder.errors import AssignmentError
from autograder.release.release import release_folder
from autograder.release.strip import answers


@pytest.mark.parametrize("name", ["lesson.py", "test_public.py", "data/numbers.csv"])
def test_no_file_may_show_a_line_of_an_answer(course: Path, tmp_path: Path, name: str):
    path = course / "solutions/b1_sums" / name
    leak = '# raise ValueError(f"numbers is {numbers}; it must not be empty")\n'
    path.write_text(path.read_text() + leak)
    with pytest.raises(AssignmentError, match="holds a line of the solution"):
        release_folder(course, "b1_sums", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_helper_module_is_stripped_too_and_its_answer_kept_secret(course: Path, tmp_path: Path):
    write(course / "solutions/b1_sums/extra.py", f"def f():\n{BEGIN}    return 'the secret'\n{END}")
    folder = release_folder(course, "b1_sums", tmp_path)
    assert "the secret" not in (folder / "extra.py").read_text()
    write(course / "solutions/b1_sums/notes.md", "Write return 'the secret' there.")
    with pytest.raises(AssignmentError, match="notes.md holds a line of the solution"):
        release_folder(course, "b1_sums", tmp_path)


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_of_the_solution_is_in_a_released_file(slug: str):
    assignment = load(COURSE / "grading_tests" / slug)
    module = COURSE / "solutions" / slug / assignment.module
    secret = answers(module.read_text(), module)
    assert secret
    for path in (COURSE / "assignments" / slug).rglob("*"):
        if path.suffix in {".py", ".md", ".toml", ".ini", ".ipynb"}:
            text = path.read_text()
            if path.suffix == ".ipynb":
                text = "".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
            assert not [line for line in secret if line in text]
