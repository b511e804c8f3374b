"""Recognises a learning platform's download by the names in it, and reads it."""

from collections.abc import Sequence

from autograder.course.assignment import Assignment
from autograder.errors import UsageError
from autograder.submission.attempts import Labelled, deliveries
from autograder.submission.delivery import Choice, LeftOut, Reading
from autograder.submission.entries import is_work, path_of
from autograder.submission.layouts.label import Labels, Layout
from autograder.submission.layouts.table import PLATFORMS
from autograder.submission.names import listed, shown
from autograder.submission.node import FileNode


def platforms_reading(
    entries: Sequence[FileNode], name: str, assignment: Assignment, choice: Choice
) -> Reading | None:
    """The hand-ins of a download, or None; `UsageError` where it can be read in two ways."""
    layouts = [layout for layout in PLATFORMS if choice.layout in ("", layout.name)]
    fitting = [(layout, layout.labels(entries, assignment)) for layout in layouts]
    fitting = [(layout, labels) for layout, labels in fitting if _any_work(labels)]
    if not fitting:
        return None
    whole = [(layout, labels) for layout, labels in fitting if not _unlabelled(entries, labels)]
    if len(whole) > 1 and not choice.layout:
        raise _two_platforms(name, [layout for layout, _ in whole])
    layout, labels = (whole or fitting)[0]
    strangers = _unlabelled(entries, labels)
    if strangers and not choice.layout:
        raise _partly(name, layout, labels, strangers)
    return _read(entries, layout, labels, choice)


def _any_work(labels: Labels) -> bool:
    return any(not label.no_work for label in labels.values())


def _unlabelled(entries: Sequence[FileNode], labels: Labels) -> list[FileNode]:
    """What may be a hand-in, and is not named as the platform names one."""
    return [entry for entry in entries if entry.name not in labels and _is_somebodys(entry)]


def _is_somebodys(entry: FileNode) -> bool:
    return entry.kind != "file" or is_work(entry)  # what is refused may be work, too


def _read(entries: Sequence[FileNode], layout: Layout, labels: Labels, choice: Choice) -> Reading:
    left_out, labelled = [], []
    for entry in entries:
        label = labels.get(entry.name)
        path = path_of(entry)
        if label is None:
            reason = f"is not named as in {layout.title}"
            left_out.append(LeftOut(path, reason, _is_somebodys(entry)))
        elif label.no_work:
            left_out.append(LeftOut(path, label.no_work))
        else:
            labelled.append(Labelled(entry, label))
    handed_in, not_counting = deliveries(labelled, choice.attempt)
    return Reading(layout.name, handed_in, [*left_out, *not_counting])


def _two_platforms(name: str, layouts: Sequence[Layout]) -> UsageError:
    titles = " or ".join(layout.title for layout in layouts)
    options = " or ".join(f"--layout {layout.name}" for layout in layouts)
    return UsageError(f"{shown(name)} can be {titles}, and nothing tells which: type {options}")


def _partly(name: str, layout: Layout, labels: Labels, strangers: Sequence[FileNode]) -> UsageError:
    return UsageError(
        f"{shown(name)} can be read in two ways: as {layout.title}, after the name of "
        f"{listed(list(labels))}; or as a class, after {listed([path_of(entry) for entry in strangers])}, "
        f"which no such download holds. Type --layout {layout.name} to leave these out, or "
        "--layout class for a hand-in in every file and folder"
    )
