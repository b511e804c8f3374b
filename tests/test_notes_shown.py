"""What a result notes of the import stands wherever a result is shown, and changes nothing else."""

import html
import json

import pytest
from made_results import not_judged, question, result
from nbformat.v4 import new_notebook

from autograder import results
from autograder.export.github import annotations, summary
from autograder.export.gradescope import gradescope
from autograder.export.wording import feedback
from autograder.nbgrader.output_cells import fill
from autograder.report.markdown import markdown_page
from autograder.report.site import student_page

NOTE = "pooling.py, line 3, `import einops`, was left out: ModuleNotFoundError: no"
WHOLE = question(results.TestResult("ones", "passed"), score=2.0)
NOTED = result(WHOLE, notes=(NOTE,))


def test_a_result_keeps_its_notes(tmp_path):
    assert results.read(results.write(tmp_path, NOTED)) == NOTED


def test_a_result_of_before_has_none(tmp_path):
    path = results.write(tmp_path, NOTED)
    before = {key: value for key, value in json.loads(path.read_bytes()).items() if key != "notes"}
    path.write_text(json.dumps(before))
    assert results.read(path).notes == ()


def _notebook(found):
    return "\n".join(cell.source for cell in fill(new_notebook(), found, ()).book.cells)


SHOWN = {
    "feedback": lambda found: "\n".join(text for _, text in feedback(found)),
    "page": lambda found: student_page([found], {}),
    "markdown": lambda found: markdown_page([found], {}),
    "annotations": lambda found: "\n".join(annotations(found)),
    "summary": lambda found: summary([found]),
    "gradescope": lambda found: json.loads(gradescope(found))["output"],
    "notebook": _notebook,
}


@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN)
def test_a_note_is_shown_once(show):
    assert _plain(show(NOTED)).count("was left out: ModuleNotFoundError") == 1
    assert "left out" not in _plain(show(result(WHOLE)))


def _plain(text):
    return html.unescape(text).replace("<code>", "").replace("</code>", "")


def test_a_hand_in_that_was_not_judged_shows_none():
    assert "left out" not in markdown_page([not_judged(notes=(NOTE,))], {})


def test_the_command_shows_a_note_and_writes_it(autograder, tmp_path, make_course, write_files):
    make_course(tmp_path)
    write_files(tmp_path, {"doubling.py": "import einops\ndef double(x):\n    return x + x\n"})
    handed_in = ("doubling.py", "--assignment", "doubling", "--student", "ada", "--out", "out")
    done = autograder("grade", *handed_in, cwd=tmp_path)
    assert "  4 / 4 " in done.out
    said = " ".join(done.out.split())
    assert "note: doubling.py, line 1, `import einops`, was left out: ModuleNotFoundError:" in said
    (note,) = results.read(tmp_path / "out/doubling/ada.json").notes
    assert note == (
        "doubling.py, line 1, `import einops`, was left out: "
        "ModuleNotFoundError: No module named 'einops'"
    )
