"""What students receive: every assignment's zip, unpacked and searched for all that must stay here."""

import ast
import itertools
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.assignment import load
from autograder.release.release import release_zip
from autograder.release.strip import answers

COURSE = Path(__file__).parents[1]
SLUGS = sorted(path.parent.name for path in COURSE.glob("grading_tests/*/assignment.toml"))
READABLE = {".py", ".md", ".toml", ".ini", ".ipynb"}


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> dict[str, dict[str, str]]:
    """For each assignment the texts of the files in its zip."""
    out = tmp_path_factory.mktemp("released")
    found = {}
    for slug in SLUGS:
        with zipfile.ZipFile(release_zip(COURSE, slug, out / f"{slug}.zip")) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            found[slug] = {name: readable(name, archive.read(name)) for name in names}
    return found


def readable(name: str, content: bytes) -> str:
    """A file's text; of a notebook its cells, with whatever they put out."""
    if not name.endswith(".ipynb"):
        return content.decode()
    cells = json.loads(content)["cells"]
    outputs = (json.dumps(cell.get("outputs", [])) for cell in cells)
    return "\n".join([*("".join(cell["source"]) for cell in cells), *outputs])


def bodies(path: Path) -> Iterator[tuple[str, str]]:
    """Each two lines that follow each other inside a function, without docstrings."""
    text = path.read_text()
    lines = [line.strip() for line in text.splitlines()]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            first = 1 if ast.get_docstring(node) is not None else 0
            if len(node.body) > first:
                body = lines[node.body[first].lineno - 1 : node.end_lineno]
                yield from itertools.pairwise([line for line in body if line])


def misconceptions(path: Path) -> Iterator[tuple[str, str]]:
    """Each misconception's name and the first line of its advice."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            marks = " ".join(map(ast.unparse, node.decorator_list))
            if "instead_of" in marks or "mistake" in marks:
                yield node.name, (ast.get_docstring(node) or "").partition("\n")[0]


def pairs_of(text: str) -> set[tuple[str, str]]:
    return set(itertools.pairwise(line.strip() for line in text.splitlines() if line.strip()))


def hidden(slug: str) -> list[Path]:
    return sorted((COURSE / "grading_tests" / slug).rglob("*.py"))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_zip_holds_what_a_student_needs_and_can_read(released, slug):
    names = {Path(name).name for name in released[slug]}
    module = load(COURSE / "grading_tests" / slug).module
    assert names >= {module, "lesson.ipynb", "test_public.py", "assignment.toml", "README.md"}
    assert {Path(name).suffix for name in names} <= READABLE


@pytest.mark.parametrize("slug", SLUGS)
def test_no_file_holds_a_line_of_an_answer(released, slug):
    module = COURSE / "solutions" / slug / load(COURSE / "grading_tests" / slug).module
    secret = answers(module.read_text(), module)
    assert len(secret) > 10
    for name, text in released[slug].items():
        assert not [line for line in secret if line in text], name


@pytest.mark.parametrize("slug", SLUGS)
def test_no_file_holds_two_lines_of_the_reference_or_of_a_hidden_test(released, slug):
    reference = sorted((COURSE / "reference").rglob("*.py"))
    secret = {pair for path in (*reference, *hidden(slug)) for pair in bodies(path)}
    telling = {pair for pair in secret if len("".join(pair)) >= 40}
    assert len(telling) > 100
    for name, text in released[slug].items():
        assert not telling & pairs_of(text), name


@pytest.mark.parametrize("slug", SLUGS)
def test_no_file_names_a_misconception_or_gives_its_advice(released, slug):
    found = [pair for path in hidden(slug) for pair in misconceptions(path)]
    assert len(found) >= 8
    secret = {name for name, _ in found if "_" in name} | {advice for _, advice in found}
    for file, text in released[slug].items():
        assert not [needle for needle in secret if needle in text], file


@pytest.mark.parametrize("slug", SLUGS)
def test_no_file_imports_what_students_do_not_have(released, slug):
    for file, text in released[slug].items():
        for folder in ("reference", "solutions", "grading_tests"):
            assert f"import {folder}" not in text, file
            assert f"from {folder}" not in text, file


@pytest.mark.parametrize("slug", SLUGS)
def test_no_notebook_holds_an_output(slug):
    book = json.loads((COURSE / "assignments" / slug / "lesson.ipynb").read_text())
    assert all(not cell.get("outputs") for cell in book["cells"])
