"""Finds hand-ins and whose each is: in one hand-in, a class, a download, wrapped in folders or zips."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import NamedTuple

import msgspec

from autograder.course.assignment import Assignment
from autograder.errors import SubmissionError, UsageError
from autograder.submission import caps
from autograder.submission.archive import opened
from autograder.submission.delivery import Choice, Delivery, LeftOut, Reading
from autograder.submission.entries import (
    assignments_folder,
    entries_of,
    holds_named_work,
    is_part,
    is_work,
    may_be_handed_in,
    may_hold_work,
    path_of,
    stem_of,
)
from autograder.submission.kinds import is_code, is_notebook, suffix
from autograder.submission.layouts.table import PLATFORMS
from autograder.submission.names import listed, shown
from autograder.submission.node import FileNode, visible
from autograder.submission.plain import class_of, one_hand_in, plain
from autograder.submission.platform import platforms_reading
from autograder.submission.sections import are_sections

LAYOUTS = ("one", "class", "sections", "nbgrader", *(platform.name for platform in PLATFORMS))


def find(root: FileNode, assignment: Assignment, stack: ExitStack, choice: Choice) -> Reading:
    """Returns the hand-ins of a module, notebook, zip or folder; `stack` keeps zips open."""
    if root.kind == "folder":
        return _Search(assignment, stack, choice).folder(_Place(root, root.name))
    stem = stem_of(root.name)
    lone = Reading("one", [Delivery(stem, root.name, root)], [])
    if suffix(root.name) == "zip":
        try:
            zip_root = stack.enter_context(opened(root))
        except SubmissionError:
            return lone  # reading it again gives the problem
        reading = _Search(assignment, stack, choice).folder(_Place(zip_root, stem, is_zip=True))
        whole = Reading("one", [Delivery(stem, root.name, zip_root)], [])
        return reading if reading.deliveries else whole
    return lone if is_code(root.name) and root.kind == "file" else Reading("one", [], [])


class _Place(NamedTuple):
    """A folder that may hold the hand-ins, and what it is called."""

    folder: FileNode
    name: str  # whose a single hand-in in it is
    path: str = ""  # from SUBMITTED on
    is_zip: bool = False
    depth: int = 0


class _Search:
    """A way down through wrapping folders to the one that holds the hand-ins."""

    def __init__(self, assignment: Assignment, stack: ExitStack, choice: Choice) -> None:
        self.assignment, self.stack, self.choice = assignment, stack, choice

    def folder(self, place: _Place) -> Reading:
        """The hand-ins in a folder, or in the one that it wraps."""
        try:
            entries = visible(place.folder)
        except SubmissionError as error:
            raise UsageError(
                f"{shown(place.name)} {error} Expected the hand-ins of {self.assignment.slug}: give "
                f"another folder, autograder grade SUBMITTED --assignment {self.assignment.slug} --out OUT"
            ) from None
        if self.choice.layout == "one":
            return _placed(one_hand_in(place.folder, place.name), place)
        own = assignments_folder(entries, self.assignment)
        if own and self.choice.layout in ("", "nbgrader"):
            beside = [entry for entry in entries if entry is not own]
            path = place.path + path_of(own)
            own_folder = Delivery(place.name, path, own, paths=(path,))
            return Reading("nbgrader", [own_folder], _left_out(beside, place))
        platform = platforms_reading(entries, place.name, self.assignment, self.choice)
        if platform:
            return _placed(platform, place)
        return (
            self._sections(entries, place)
            or self._wrapped(entries, place)
            or self._plain(entries, place)
        )

    def _plain(self, entries: Sequence[FileNode], place: _Place) -> Reading:
        layout = self.choice.layout
        if layout not in ("", "class", "nbgrader"):
            raise UsageError(
                f"--layout {layout}: {shown(place.name)} holds nothing that is named so, but "
                f"{listed([path_of(entry) for entry in entries]) or 'nothing'}; leave "
                "--layout out, or name another folder or zip"
            )
        if layout:
            return _placed(class_of(entries, self.assignment), place)
        alone = is_code if place.is_zip else is_notebook
        reading = plain(place.folder, entries, place.name, self.assignment, self.choice, alone)
        return _placed(reading, place)

    def _sections(self, entries: Sequence[FileNode], place: _Place) -> Reading | None:
        chosen = self.choice.layout == "sections"
        is_free = not self.choice.layout and not self._is_nbgraders(entries)
        if not chosen and not (is_free and are_sections(entries, place.name, self.assignment)):
            return None
        folders = [entry for entry in entries if entry.kind == "folder"]
        left_out = _left_out([entry for entry in entries if entry not in folders], place)
        deliveries: list[Delivery] = []
        for folder in folders:
            inner = _placed(class_of(entries_of(folder), self.assignment), _inner(place, folder))
            deliveries += inner.deliveries
            left_out += inner.left_out
        return Reading("sections", deliveries, left_out)

    def _is_nbgraders(self, entries: Sequence[FileNode]) -> bool:
        return any(assignments_folder(entries_of(entry), self.assignment) for entry in entries)

    def _wrapped(self, entries: Sequence[FileNode], place: _Place) -> Reading | None:
        """The reading of the only folder, or the only zip, that there is in a folder."""
        inside = [entry for entry in entries if may_hold_work(entry)]
        refused = any(entry.kind == "refused" for entry in entries)
        if len(inside) != 1 or refused or place.depth >= caps.DEPTH:
            return None
        (wrapped,) = inside
        strays = [entry for entry in entries if entry is not wrapped]
        inner = _inner(place, wrapped)
        if wrapped.kind == "file" and suffix(wrapped.name) == "zip":
            reading = self._zip(wrapped, inner)
        elif wrapped.kind == "folder" and not self._is_nbgraders(entries):
            reading = self._lone_folder(inner, place, strays)
        else:
            return None
        if reading is None:
            return None
        return reading._replace(left_out=[*_left_out(strays, place), *reading.left_out])

    def _lone_folder(
        self, inner: _Place, place: _Place, strays: Sequence[FileNode]
    ) -> Reading | None:
        entries = entries_of(inner.folder)
        name = place.name if place.is_zip or is_part(inner.name, self.assignment) else inner.name
        if not any(map(may_hold_work, entries)):
            return None
        is_handed_in = holds_named_work(inner.folder, self.assignment)
        if place.is_zip and not strays:
            return self.folder(inner._replace(name=name))
        if is_handed_in and strays:
            return None  # they are the student's, too, and the folder is one hand-in
        if is_handed_in or sum(map(is_work, entries)) == 1:
            return _placed(self._single(inner._replace(name=name), entries), inner)
        return self.folder(inner._replace(name=name))

    def _single(self, place: _Place, entries: Sequence[FileNode]) -> Reading:
        """A student's folder, which may be a class's where files of several lie in it."""
        alone = may_be_handed_in  # a lone file of any name is the folder's owner's
        return plain(place.folder, entries, place.name, self.assignment, self.choice, alone)

    def _zip(self, node: FileNode, inner: _Place) -> Reading | None:
        """The class in a lone zip; None where it is one hand-in."""
        try:
            zip_root = self.stack.enter_context(opened(node))
        except SubmissionError:
            return None  # it becomes a hand-in, whose problem says this
        stem = stem_of(node.name)
        reading = self.folder(inner._replace(folder=zip_root, name=stem, is_zip=True))
        return (
            reading
            if len(reading.deliveries) > 1 or reading.layout not in ("one", "class")
            else None
        )


def _inner(place: _Place, node: FileNode) -> _Place:
    return _Place(node, node.name, f"{place.path}{node.name}/", place.is_zip, place.depth + 1)


def _left_out(entries: Sequence[FileNode], place: _Place) -> list[LeftOut]:
    reason = "lies beside the folder with the hand-ins"
    return [
        LeftOut(place.path + path_of(entry), reason, is_work=may_hold_work(entry))
        for entry in entries
    ]


def _placed(reading: Reading, place: _Place) -> Reading:
    """The reading, with paths from SUBMITTED on."""
    left_out = [
        LeftOut(place.path + left.path, left.reason, left.is_work) for left in reading.left_out
    ]
    deliveries = [
        msgspec.structs.replace(
            delivery,
            origin=(reading.layout == "one" and place.path) or place.path + delivery.origin,
            paths=tuple(place.path + path for path in delivery.paths),
        )
        for delivery in reading.deliveries
    ]
    return Reading(reading.layout, deliveries, left_out)
