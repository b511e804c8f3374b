"""What becomes of a notebook before it is graded: any file, mended, and nothing in it that acts."""

import base64
import json
import os
import subprocess
import sys
import zlib

import msgspec
import nbformat
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from made_results import result
from nbconvert.filters import markdown2html

from autograder.nbgrader.answers import mended_notebook
from autograder.nbgrader.cells import Original
from autograder.nbgrader.markdown import inert
from autograder.nbgrader.outputs import kept_outputs
from autograder.nbgrader.picture import picture
from autograder.nbgrader.repair import mend


def original(name, kind="code", source="check()", points=2.0, **changes):
    facts = {"locked": True, "grade": True, "solution": False, "task": False, **changes}
    return Original(name, kind, source, "sum", points=points, **facts)


ORIGINALS = (
    original("one"),
    original("words", "markdown", "*Your answer*", locked=False, solution=True),
    original("two"),
)


def cell(name="", source="mine", kind="code", **metadata):
    known = {"nbgrader": {"grade_id": name, **metadata}} if name else {}
    return {"cell_type": kind, "source": source, "metadata": known, "outputs": []}


def mended(*cells, **book):
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **book})
    return mend(text.encode(), ORIGINALS)


def names(found):
    return [c.metadata.get("nbgrader", {}).get("grade_id", "") for c in found.book.cells]


def test_a_whole_notebook_stays_as_it_is():
    found = mended(
        cell("one", "check()"), cell("words", "A b.", "markdown"), cell("two", "check()")
    )
    assert names(found) == ["one", "words", "two"]
    assert [c.source for c in found.book.cells] == ["check()", "A b.", "check()"]
    assert (found.notes, found.in_doubt) == ((), frozenset())
    nbformat.validate(found.book)


def test_missing_cells_are_put_back_in_their_places():
    found = mended(cell("", "first"), cell("one", "check()"), cell("", "last"))
    assert names(found) == ["", "one", "words", "two", ""]
    assert found.book.cells[2].source == "*Your answer*"
    assert found.in_doubt == {"words"}  # "first" or "last" may be the answer


def test_of_two_answers_the_written_one_is_taken():
    found = mended(cell("words", "Mine.", "markdown"), cell("words", "*Your answer*", "markdown"))
    (answer,) = [c for c in found.book.cells if c.metadata.get("nbgrader", {}).get("solution")]
    assert answer.source == "Mine."


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe\x00", id="not UTF-8"),
        pytest.param(b'{"cells": [', id="cut short"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"cells": 3}', id="no cells"),
        pytest.param(b'{"nbformat": 3, "worksheets": 7}', id="a broken old one"),
        pytest.param(b"[" * 100_000, id="deep"),
    ],
)
def test_an_unreadable_notebook_is_replaced_and_said(content):
    found = mend(content, ORIGINALS)
    assert names(found) == ["one", "words", "two"]
    assert found.in_doubt == {"words"}
    assert len(found.notes) == 1
    nbformat.validate(found.book)


def in_folder(folder, **notebooks):
    text = json.dumps(
        {"nbformat": 4, "metadata": {}, "cells": [cell("words", "Mine.", "markdown")]}
    )
    for name, content in notebooks.items():
        (folder / f"{name}.ipynb").write_text(content or text)
    return mended_notebook(folder, "lesson", {"lesson": ORIGINALS})


def answer(found):
    return next(c.source for c in found.book.cells if c.metadata.nbgrader.grade_id == "words")


def test_the_only_notebook_there_is_counts_whatever_its_name(tmp_path):
    found = in_folder(tmp_path, **{"lesson (1)": ""})
    assert (answer(found), found.in_doubt) == ("Mine.", frozenset())
    assert (
        found.notes[0] == "read lesson (1).ipynb as lesson.ipynb: no other notebook was handed in"
    )


def test_a_notebook_of_the_right_name_counts_beside_others(tmp_path):
    found = in_folder(tmp_path, lesson="", scratch="{")
    assert (answer(found), found.in_doubt) == ("Mine.", frozenset())


def test_of_several_other_notebooks_none_is_read_and_a_person_must_look(tmp_path):
    found = in_folder(tmp_path, mine="", yours="")
    assert (answer(found), found.in_doubt) == ("*Your answer*", {"words"})
    assert found.notes == (
        "lesson.ipynb was not handed in, and mine.ipynb and yours.ipynb may hold its answers",
    )


def test_who_handed_in_no_notebook_wrote_no_answer(tmp_path):
    found = in_folder(tmp_path)
    assert (found.notes, found.in_doubt) == (("no notebook was handed in",), frozenset())
    assert in_folder(tmp_path / "none").in_doubt == frozenset()


def test_format_3_is_read():
    cell = {"cell_type": "code", "input": "x = 1", "language": "python", "outputs": []}
    sheet = {"cells": [{**cell, "metadata": {}, "collapsed": False}]}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]}
    found = mend(json.dumps(old).encode(), ORIGINALS)
    assert found.in_doubt == {"words"}  # format 3 names no cell
    assert "x = 1" in [c.source for c in found.book.cells]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading", 3, None]),
        "source": JSON,
        "outputs": JSON,
        "attachments": JSON,
        "metadata": st.fixed_dictionaries(
            {"nbgrader": JSON | st.fixed_dictionaries({"grade_id": JSON | st.just("one")})}
        )
        | JSON,
    },
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.lists(CELLS | JSON, max_size=5), st.sampled_from([2, 3, 4, 5, None, "4"]))
def test_no_notebook_breaks_it(cells, version):
    text = json.dumps({"nbformat": version, "cells": cells, "metadata": {}})
    found = mend(text.encode(), ORIGINALS)
    assert {"one", "words", "two"} <= set(names(found))
    nbformat.validate(found.book)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param("a < b and $i<n$", "a < b and $i< n$", id="less than"),
        pytest.param("<b>x</b>", "< b>x< /b>", id="tag"),
        pytest.param(
            "![x](http://a.b/c.png)", "[x](http://a.b/c.png)", id="picture from elsewhere"
        ),
        pytest.param(
            "[x](javascript:alert(1))", "    [x](javascript:alert(1))", id="script in a link"
        ),
        pytest.param("[x](java\tscript:alert(1))", None, id="script with a tab"),
        pytest.param("[x](data:text/html,a)", "    [x](data:text/html,a)", id="page in a link"),
        pytest.param("[x](&#106;avascript:alert(1))", None, id="script in references"),
        pytest.param(
            "![x](attachment:none.png)", "    [x](attachment:none.png)", id="missing picture"
        ),
        pytest.param("```mermaid\na\n```", "```text mermaid\na\n```", id="diagram"),
        pytest.param("[x](https://a.b) **b** `c`", "[x](https://a.b) **b** `c`", id="harmless"),
    ],
)
def test_markdown_is_inert(source, shown):
    made = inert(source)
    if shown is None:
        assert 'href="java' not in markdown2html(made).replace("\t", "")
    else:
        assert made == shown


def test_a_pasted_picture_stays():
    assert inert("![x](attachment:a.png)", {"a.png"}) == "![x](attachment:a.png)"


def test_of_outputs_text_and_pictures_are_kept():
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n123").decode()
    outputs = [
        {"output_type": "display_data", "data": {"image/png": png, "text/html": "<b>"}},
        {"output_type": "display_data", "data": {"image/png": 'x" onerror="', "text/plain": "t"}},
        {"output_type": "display_data", "data": {"text/html": "<script>"}},
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
    ]
    kept = kept_outputs(outputs)
    assert [dict(one.get("data", {})) for one in kept] == [
        {"image/png": png},
        {"text/plain": "t"},
        {},
    ]
    assert kept[2].text == "a\nb"


def test_a_picture_of_places_is_a_png():
    content = base64.b64decode(picture(("..9", "1.5")))
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    start = content.index(b"IDAT") + 4
    size = int.from_bytes(content[start - 8 : start - 4], "big")
    assert len(zlib.decompress(content[start : start + size])) == 24 * (1 + 3 * 36)


@pytest.mark.parametrize(
    "arguments", [("nbgrader", "init", "x"), ("export", "x", "--to", "nbgrader", "--out", "y")]
)
def test_without_nbgrader_the_command_says_how_to_get_it(tmp_path, arguments):
    hide = "import sys; sys.modules['nbgrader'] = None; from importlib import util; f = util.find_spec;"
    hide += "util.find_spec = lambda n, *a: None if n == 'nbgrader' else f(n, *a);"
    results = tmp_path / "x" / "a"
    results.mkdir(parents=True)
    (results / "b.json").write_bytes(_a_result())
    code = (
        f"{hide} from autograder.cli import main; sys.argv = ['autograder', *{arguments!r}]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "AUTOGRADER_COURSE": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "pip install 'autograder-cnn[nbgrader]'" in done.stderr


def _a_result():
    return msgspec.json.encode(result())
