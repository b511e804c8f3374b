"""A notebook's file is read in all its forms, or refused with advice."""

import json

import pytest

from autograder.errors import SubmissionError
from autograder.submission.notebook import notebook_cells


def notebook(*sources, **more):
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells, **more}).encode()


def test_code_cells_are_read_in_both_forms():
    text = {"cell_type": "markdown", "source": "no code"}
    code = [{"cell_type": "code", "source": ["a\n", "b"]}, {"cell_type": "code", "source": "c"}]
    content = json.dumps({"nbformat": 4, "cells": [text, *code]}).encode()
    assert notebook_cells(content) == ["a\nb", "c"]
    assert notebook_cells(b"\xef\xbb\xbf" + content) == ["a\nb", "c"]


def test_half_a_character_in_json_can_travel():
    (cell,) = notebook_cells(notebook("x = '\ud800'"))
    assert cell == "x = '?'"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"x = 1", "not valid JSON", id="python"),
        pytest.param(b'{"cells": [', "not valid JSON", id="cut off"),
        pytest.param(b"[" * 500_000, "not valid JSON", id="deep"),
        pytest.param(b'{"cells": ' + b'{"a":' * 100_000, "not valid JSON", id="deep records"),
        pytest.param(b"[]", "has no cells", id="list"),
        pytest.param(b"{}", "has no cells", id="empty"),
        pytest.param(b'{"cells": {}}', "has no cells", id="cells are no list"),
        pytest.param(b'{"cells": [1]}', "has no cells", id="a cell is a number"),
        pytest.param(notebook(1), "a code cell holds no text", id="source is a number"),
        pytest.param(notebook([1]), "a code cell holds no text", id="source holds numbers"),
        pytest.param(b'{"nbformat": 3, "worksheets": []}', "old format 3; expected 4", id="old"),
        pytest.param(b"\xff\xfe{}", "not UTF-8 text: byte 0", id="UTF-16"),
        pytest.param(notebook("x" * 300_000), "more than 256 KB of code", id="large"),
    ],
)
def test_what_is_no_notebook_is_refused_with_advice(content, message):
    with pytest.raises(SubmissionError, match=message) as refused:
        notebook_cells(content)
    assert str(refused.value).startswith("The notebook ")
    assert "hand it in again." in str(refused.value)
