"""Matches the cells of a hand-in with the cells that were released.

Pure: nothing is run, and nothing of the hand-in but text and pictures is kept.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from nbformat import NotebookNode

from autograder.submission.names import shown


class Original(msgspec.Struct, frozen=True):
    """A cell that nbgrader knows by name: one that is graded, or one that must not be changed."""

    name: str
    cell_type: str
    source: str
    checksum: str | None
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float

    @property
    def metadata(self) -> NotebookNode:
        """What nbgrader keeps with the cell."""
        facts: dict[str, Any] = {
            "schema_version": 3,
            "grade_id": self.name,
            "grade": self.grade,
            "solution": self.solution,
            "locked": self.locked,
            "task": self.task,
            "cell_type": self.cell_type,
        }
        if self.checksum is not None:
            facts["checksum"] = self.checksum
        if self.grade or self.task:
            facts["points"] = self.points
        return NotebookNode(facts)


class StudentCell(msgspec.Struct):
    """A cell of a hand-in, and the name that it goes by."""

    cell_type: str
    source: str
    outputs: list[NotebookNode]
    pictures: dict[str, dict[str, str]]  # pasted into it
    name: str = ""  # of an original; else ""


def match(cells: list[StudentCell], originals: Sequence[Original]) -> list[str]:
    """Make the hand-in's cells stand for the originals, each once; what was changed, in sentences."""
    notes: list[str] = []
    by_name = {original.name: original for original in originals}
    _refuse_strangers(cells, by_name, notes)
    _keep_one_each(cells, by_name, notes)
    for cell in cells:
        if cell.name:
            _put_back(cell, by_name[cell.name], notes)
    _add_missing(cells, originals, notes)
    return notes


def _refuse_strangers(
    cells: list[StudentCell], by_name: Mapping[str, Original], notes: list[str]
) -> None:
    for cell in cells:
        if cell.name and cell.name not in by_name:
            notes.append(f"a cell called {shown(cell.name)} is no part of the assignment")
            cell.name = ""


def _keep_one_each(
    cells: list[StudentCell], by_name: Mapping[str, Original], notes: list[str]
) -> None:
    for name, original in by_name.items():
        twins = [cell for cell in cells if cell.name == name]
        if len(twins) < 2:
            continue
        answered = [cell for cell in twins if cell.source != original.source]
        chosen = answered[-1] if answered else twins[0]
        for cell in twins:
            cell.name = name if cell is chosen else ""
        notes.append(f"the cell {name} stood {len(twins)} times; one of them was taken")


def _put_back(cell: StudentCell, original: Original, notes: list[str]) -> None:
    if cell.cell_type != original.cell_type:
        notes.append(f"the cell {cell.name} had another type, which was put right")
        cell.cell_type, cell.outputs, cell.pictures = original.cell_type, [], {}
    if original.locked and cell.source != original.source:
        notes.append(f"the cell {cell.name} was changed and was put back as it had been")
        cell.source = original.source


def _add_missing(cells: list[StudentCell], originals: Sequence[Original], notes: list[str]) -> None:
    place = 0  # behind the last original that was found
    for original in originals:
        places = [at for at, cell in enumerate(cells) if cell.name == original.name]
        if not places:
            cells.insert(
                place, StudentCell(original.cell_type, original.source, [], {}, original.name)
            )
            notes.append(f"the cell {original.name} was missing and was put back")
            places = [place]
        place = places[0] + 1
