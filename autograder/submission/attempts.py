"""From labelled entries to one hand-in per student: the attempt that counts, its files, its group."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from autograder.submission import kinds
from autograder.submission.bundle import FlatFolder, Renamed
from autograder.submission.delivery import Delivery, LeftOut, WhichAttempt
from autograder.submission.entries import lone_zip, path_of
from autograder.submission.layouts.label import Label
from autograder.submission.names import shown
from autograder.submission.node import FileNode
from autograder.wording import counted


class Labelled(NamedTuple):
    """An entry and what its name says."""

    entry: FileNode
    label: Label


def deliveries(
    labelled: Iterable[Labelled], which: WhichAttempt
) -> tuple[list[Delivery], list[LeftOut]]:
    """The hand-in of each student, and the attempts and versions that do not count."""
    handed_in: list[Delivery] = []
    left_out: list[LeftOut] = []
    for _, group in groupby(sorted(labelled, key=_key), _key):
        attempts = _attempts(list(group))
        if which == "best":
            handed_in += _competing([files for items in attempts for files in _states(items)])
            continue
        counting = attempts[-1] if which == "last" else attempts[0]
        for attempt in attempts:
            if attempt is not counting:
                reason = _not_counting(attempt[0].label, len(attempts), which)
                left_out += (LeftOut(path_of(item.entry), reason, is_work=True) for item in attempt)
        newest, older = _versions(counting, which)
        left_out += older
        handed_in += _of_group(newest, len(attempts), which)
    return _apart(handed_in), left_out


def _key(item: Labelled) -> str:
    return item.label.key


def _attempts(group: list[Labelled]) -> list[list[Labelled]]:
    ordered = sorted(group, key=lambda item: item.label.order)
    return [list(items) for _, items in groupby(ordered, lambda item: item.label.order)]


def _states(attempt: Sequence[Labelled]) -> list[list[Labelled]]:
    """What stood there after each upload, where files were uploaded again within an attempt."""
    of: dict[str, list[Labelled]] = {}
    for item in sorted(attempt, key=lambda item: item.label.version):
        of.setdefault(item.label.file or item.entry.name, []).append(item)
    uploads = max(map(len, of.values()))
    return [
        [items[min(upload, len(items) - 1)] for items in of.values()] for upload in range(uploads)
    ]


def _competing(attempts: Sequence[Sequence[Labelled]]) -> list[Delivery]:
    """One hand-in of several attempts, each of which is graded."""
    by_attempt = [_of_group(items, 1, "last") for items in attempts]
    if len(attempts) == 1:
        return by_attempt[0]
    note = f"each of {len(attempts)} attempts is graded, and the best counts"
    paths = tuple(dict.fromkeys(path_of(item.entry) for items in attempts for item in items))
    more = counted(len(attempts) - 1, "earlier attempt")
    return [
        msgspec.structs.replace(
            of_member[-1],
            origin=f"{of_member[-1].origin} and {more}",
            paths=paths,
            notes=(note,),
            attempts=_numbered(of_member),
        )
        for of_member in zip(*by_attempt, strict=True)
    ]


def _numbered(attempts: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """The attempts with the platform's numbers, or from 1 on where it does not number all of them."""
    numbers = [delivery.attempt for delivery in attempts]
    if 0 in numbers or len(set(numbers)) < len(numbers):
        numbers = list(range(1, len(attempts) + 1))
    return tuple(
        msgspec.structs.replace(delivery, attempt=number)
        for delivery, number in zip(attempts, numbers, strict=True)
    )


def _not_counting(label: Label, count: int, which: WhichAttempt) -> str:
    other = "an earlier" if which == "last" else "a later"
    return f"is {other} attempt of {shown(label.student)}: the {which} of {count} counts"


def _versions(
    attempt: Sequence[Labelled], which: WhichAttempt
) -> tuple[list[Labelled], list[LeftOut]]:
    """One file of each name, and the versions of it that do not count."""
    ordered = sorted(attempt, key=lambda item: item.label.version, reverse=which == "last")
    counting: dict[str, Labelled] = {}
    left_out = []
    for item in ordered:
        chosen = counting.setdefault(item.label.file or item.entry.name, item)
        if chosen is not item:
            reason = f"is another version of {shown(chosen.entry.name)}, which counts"
            left_out.append(LeftOut(path_of(item.entry), reason, is_work=True))
    return list(counting.values()), left_out


def _of_group(items: Sequence[Labelled], count: int, which: WhichAttempt) -> list[Delivery]:
    labels = [item.label for item in items]
    first = labels[0]
    node = _node(items)
    paths = tuple(path_of(item.entry) for item in items)
    more = f" and {counted(len(items) - 1, 'more file')}" if len(items) > 1 else ""
    notes = [f"the {which} of {count} attempts counts"] if count > 1 else []
    members = first.members or ((first.student, first.ids),)
    is_late = any(label.late for label in labels)
    notes += [f"handed in by {', '.join(shown(name) for name, _ in members)}"] * (len(members) > 1)
    return [
        Delivery(
            student,
            paths[0] + more,
            node,
            ids,
            late=is_late,
            submitted_at=max(label.submitted_at for label in labels),
            attempt=max(label.attempt for label in labels),
            notes=tuple(notes),
            paths=paths,
        )
        for student, ids in members
    ]


def _node(items: Sequence[Labelled]) -> FileNode:
    """What was handed in, with the files' own names."""
    if len(items) == 1:
        (item,) = items
        if item.entry.kind == "folder":
            return lone_zip(item.entry) or item.entry
        if kinds.suffix(item.label.file) == "zip":
            return Renamed(item.entry, item.label.file)
    nodes = [
        Renamed(item.entry, item.label.file) if item.label.file else item.entry for item in items
    ]
    return FlatFolder(items[0].label.student, nodes)


def _apart(handed_in: list[Delivery]) -> list[Delivery]:
    """Students of the same name, told apart by an id."""
    counts = Counter(delivery.student for delivery in handed_in)
    return [
        msgspec.structs.replace(delivery, student=f"{delivery.student} ({_id(delivery.ids)})")
        if counts[delivery.student] > 1
        else delivery
        for delivery in handed_in
    ]


def _id(ids: dict[str, str]) -> str:
    return next((value for system, value in ids.items() if system != "name"), "?")
