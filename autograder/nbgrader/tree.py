"""Files in nbgrader's tree, read and copied as what they are: a student's link is no file."""

import json
import os
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from nbgrader.utils import find_all_files

from autograder.nbgrader.output_cells import MARK
from autograder.nbgrader.stamps import Stamp, read_stamp
from autograder.submission import caps

LARGEST = 32 * caps.MB  # of a notebook with pictures; only what is graded has a smaller cap


def content(path: Path) -> bytes | None:
    """A notebook's bytes, or enough of them to see that it is too large; None where there is none."""
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def marked(path: Path) -> dict[str, Any]:
    """What our grading left in a notebook's metadata when it was done; {} before that."""
    try:
        mark = json.loads(path.read_bytes())["metadata"][MARK]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return mark if isinstance(mark, dict) else {}


def handed_in_at(folder: Path, course_zone: str = "") -> Stamp:
    """When nbgrader says that it was handed in; no moment where the file says nothing to trust.

    nbgrader itself raises then; the file lies in a folder that a student has packed.
    """
    text = content(folder / "timestamp.txt")
    if not text or not text.strip():
        return Stamp(None)
    try:
        return read_stamp(text.decode().strip(), course_zone)
    except UnicodeDecodeError:
        return Stamp(None, "it is no text")


def copy_files(
    source: Path, target: Path, ignored: Sequence[str], left_out: Collection[str]
) -> list[str]:
    """Copy everything but notebooks; `left_out` holds paths inside `source`.

    What cannot be copied, such as a folder with a file's name, is returned: no score depends on it.
    """
    target.mkdir(parents=True, exist_ok=True)
    lost = []
    for name in find_all_files(str(source), [*ignored, "*.ipynb"]):
        path = Path(name)
        relative = os.path.relpath(path, source)
        if relative in left_out or path.is_symlink() or not path.is_file():
            continue
        copy = target / relative
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.unlink(missing_ok=True)
            shutil.copy(path, copy)
        except OSError:
            lost.append(relative)
    return lost
