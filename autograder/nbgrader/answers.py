"""Finds the notebook of a hand-in that holds the answers in words, under whatever name it came."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from autograder.nbgrader.cells import Original
from autograder.nbgrader.repair import Mended, mend, written_by_hand
from autograder.nbgrader.tree import content
from autograder.submission.kinds import is_notebook
from autograder.submission.names import listed


def mended_notebook(folder: Path, name: str, released: Mapping[str, Sequence[Original]]) -> Mended:
    """The released notebook `name` as it was handed in; else the only other one there, and a note.

    Where several could be meant, none is read, and the answers in words are left to a person.
    """
    own = content(folder / f"{name}.ipynb")
    others = [] if own is not None else _others(folder, released)
    if not others:
        return mend(own, released[name])
    if len(others) == 1 and _missing(folder, released) == [name]:
        mended = mend(content(folder / others[0]), released[name])
        note = f"read {listed(others)} as {name}.ipynb: no other notebook was handed in"
        return msgspec.structs.replace(mended, notes=(note, *mended.notes))
    mended = mend(None, released[name])
    note = f"{name}.ipynb was not handed in, and {listed(others)} may hold its answers"
    return msgspec.structs.replace(mended, notes=(note,), in_doubt=written_by_hand(released[name]))


def _others(folder: Path, released: Mapping[str, Sequence[Original]]) -> list[str]:
    """The notebooks in the folder that were not released under their name."""
    if not folder.is_dir():
        return []
    names = sorted(path.name for path in folder.iterdir() if is_notebook(path.name))
    return [
        name
        for name in names
        if not name.startswith(".")
        and Path(name).stem not in released
        and content(folder / name) is not None
    ]


def _missing(folder: Path, released: Mapping[str, Sequence[Original]]) -> list[str]:
    return [name for name in released if content(folder / f"{name}.ipynb") is None]
