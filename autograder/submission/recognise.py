"""Tells a notebook by its content, where the name says something else: a module, or a text."""

import json
import re
from typing import Any

from autograder.errors import SubmissionError
from autograder.submission.magics import is_python, python_text
from autograder.submission.no_code import BLANK
from autograder.submission.source import text_of

# where a cell begins: jupytext, nbconvert, and what older tools wrote
CELL = re.compile(r"^# ?(?:%%|In ?\[[\d ]*\]:?|<codecell>)", re.MULTILINE)


def begins_as_json(content: bytes) -> bool:
    """True for what may be a notebook's JSON."""
    return content.lstrip(BLANK).startswith(b"{")


def is_notebooks_json(content: bytes) -> bool:
    """True for a notebook, whatever it is called."""
    if not begins_as_json(content):
        return False
    try:
        notebook: Any = json.loads(text_of(content))
    except (SubmissionError, ValueError, RecursionError):
        return False
    return isinstance(notebook, dict) and isinstance(notebook.get("cells"), list)


def notebook_in(module: bytes) -> bytes:
    """The notebook that a module holds or was made of, as JSON; nothing where it is a module."""
    if is_notebooks_json(module):
        return module
    text = module.decode("utf-8", "replace")
    if not _was_a_notebook(text):
        return b""
    starts = [0, *(match.start() for match in CELL.finditer(text))]
    pieces = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    cells = [
        {"cell_type": "code", "metadata": {}, "source": piece} for piece in pieces if piece.strip()
    ]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}).encode()


def _was_a_notebook(text: str) -> bool:
    """True for an export of Jupyter, Colab or jupytext, which holds what only a notebook runs."""
    if CELL.search(text) or "get_ipython()" in text:
        return True
    return not is_python(text) and is_python(python_text(text))
