"""`%load_ext autograder` and `%check` in a real kernel."""

import shutil

import nbformat
import pytest
from conftest import ROOT, environment
from nbclient import NotebookClient

SLUG = "a1_pooling"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
LINES = (
    "%load_ext autograder",
    "%check max_pool",
    "%check nothing",
    "%check",
    "%check loops max_pool",
)


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What each line shows, on a module with `max_pool` right, `loops` to do, and one wrong."""
    folder = tmp_path_factory.mktemp("magic") / SLUG
    ours = shutil.ignore_patterns("__pycache__")  # others may be writing there
    shutil.copytree(ROOT / "assignments" / SLUG, folder, ignore=ours)
    module = (ROOT / "examples/submitted/pia" / SLUG / "pooling.py").read_text("utf-8")
    (folder / "pooling.py").write_text(module.replace("max_pool_loops", "other"), "utf-8")
    cells = [nbformat.v4.new_code_cell(line) for line in LINES]
    book = nbformat.v4.new_notebook(cells=cells)
    client = NotebookClient(book, timeout=120, resources={"metadata": {"path": str(folder)}})
    client.execute(env=environment({}))
    return {cell.source: cell.outputs for cell in book.cells}


def page(outputs):
    (shown,) = outputs
    return shown["data"]["text/html"]


def test_a_question_has_a_tick_or_a_cross(said):
    shown = page(said["%check max_pool"])
    assert "Max pooling" in shown
    assert "✓" in shown
    assert "Average pooling" not in shown


def test_all_questions_are_checked_without_a_name(said):
    shown = page(said["%check"])
    assert shown.count("pass</td>") == 8
    assert "✗" in shown


def test_a_question_that_is_none_is_told(said):
    (shown,) = said["%check nothing"]
    assert "there is no question 'nothing'; there are: output_size, loops" in shown["text"]


def test_it_says_the_same_as_the_command(said, autograder, tmp_path):
    shutil.copytree(ROOT / "assignments" / SLUG, tmp_path / SLUG)
    module = (ROOT / "examples/submitted/pia" / SLUG / "pooling.py").read_text("utf-8")
    (tmp_path / SLUG / "pooling.py").write_text(module.replace("max_pool_loops", "other"), "utf-8")
    done = autograder("check", SLUG, cwd=tmp_path)
    shown = page(said["%check"])
    assert [done.out.count(sign) for sign in "✓·✗"] == [shown.count(sign) for sign in "✓·✗"]
