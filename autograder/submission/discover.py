"""Who handed in what: one `Submission` per student for whatever SUBMITTED is.

An instructor's mistake is a `UsageError`; a bad hand-in is a `Submission` with a problem.
"""

import itertools
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import msgspec

from autograder.course.assignment import Assignment
from autograder.errors import UsageError
from autograder.submission.delivery import Choice, Delivery, LeftOut
from autograder.submission.files import DiskNode
from autograder.submission.handin import hand_in
from autograder.submission.hidden import hidden_in, in_words
from autograder.submission.layout import find
from autograder.submission.moment import moment_in
from autograder.submission.names import json_safe, listed, refuse_odd_student, shown
from autograder.submission.record import Submission
from autograder.submission.roll import Entry, Roll

TIMESTAMP = "timestamp.txt"


def discover(path: Path, assignment: Assignment, student: str | None = None) -> list[Submission]:
    """The hand-ins at `path`, sorted by student; `student` names the only one."""
    return call_the_roll(path, assignment, Choice(student)).submissions


def call_the_roll(
    path: Path, assignment: Assignment, choice: Choice, out: Path | None = None
) -> Roll:
    """Who handed in what at `path`; `out`, where results are written, holds no hand-ins."""
    if choice.student is not None:
        refuse_odd_student(choice.student)
    results = _results(path, out)
    with ExitStack() as stack:
        reading = find(_root(path, assignment, results), assignment, stack, choice)
        deliveries = reading.deliveries
        if not deliveries:
            raise _nothing(path, assignment, reading.left_out)
        if choice.student is not None:
            deliveries = [_renamed(deliveries, choice.student)]
        deliveries = sorted(deliveries, key=lambda delivery: (delivery.student, delivery.origin))
        _refuse_twins(deliveries)
        entries = tuple(_entry(delivery, assignment) for delivery in deliveries)
        if reading.layout == "nbgrader":
            entries = tuple(map(_by_timestamp, entries))
        return Roll(reading.layout, entries, (*_out_beside(path, results), *reading.left_out))


def not_looked_at(path: Path, assignment: Assignment, out: Path | None = None) -> str:
    """How many hidden files, and of what tools leave behind, lie at `path`; "" where there are none."""
    return in_words(hidden_in(_root(path, assignment, _results(path, out))))


def _entry(delivery: Delivery, assignment: Assignment) -> Entry:
    if not delivery.attempts:
        submission = _submission(delivery, delivery.student, assignment)
        return Entry(submission, delivery.origin, delivery.paths)
    attempts = tuple(
        msgspec.structs.replace(_submission(attempt, delivery.student, assignment), competes=True)
        for attempt in delivery.attempts
    )
    notes = (*attempts[-1].notes, *delivery.notes)
    submission = msgspec.structs.replace(
        attempts[-1], notes=notes, attempts=attempts, competes=False
    )
    return Entry(submission, delivery.origin, delivery.paths)


def _submission(delivery: Delivery, student: str, assignment: Assignment) -> Submission:
    submission = hand_in(student, delivery.node, assignment)
    return msgspec.structs.replace(
        submission,
        notes=(*submission.notes, *delivery.notes),
        ids=delivery.ids,
        late=delivery.late,
        submitted_at=delivery.submitted_at,
        attempt=delivery.attempt,
    )


def _by_timestamp(entry: Entry) -> Entry:
    """The entry with the moment that nbgrader wrote beside the work when it was handed in."""
    text = entry.submission.files.get(TIMESTAMP, b"").decode("utf-8", "replace")
    submission = msgspec.structs.replace(entry.submission, submitted_at=moment_in(text))
    return msgspec.structs.replace(entry, submission=submission)


def _results(path: Path, out: Path | None) -> Path | None:
    """Where in SUBMITTED results are written, or None."""
    if out is None or not path.is_dir() or not out.resolve().is_relative_to(path.resolve()):
        return None
    results, top = out.resolve(), path.resolve()
    while results.exists() and results != top and _is_alone(results, top):
        results = results.parent  # a folder that holds nothing but results is no hand-in either
    return results


def _is_alone(results: Path, top: Path) -> bool:
    return results.parent != top and len(list(results.parent.iterdir())) == 1


def _out_beside(path: Path, results: Path | None) -> list[LeftOut]:
    if results is None or results == path.resolve() or not results.exists():
        return []
    return [LeftOut(f"{results.relative_to(path.resolve())}/", "is where --out writes")]


def _root(path: Path, assignment: Assignment, results: Path | None) -> DiskNode:
    try:
        # the instructor may give a link; only what students hand in must be none
        node = DiskNode(path.resolve(), path.stat(), _without(path, assignment, results))
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"{shown(str(path))}: {why}; expected a module, a notebook, a zip or a folder: give one, "
            f"autograder grade SUBMITTED --assignment {assignment.slug} --out OUT"
        ) from None
    named = path.resolve() if path.name in ("", "..") else path.absolute()
    is_in_nbgraders_tree = node.kind == "folder" and named.name == assignment.slug
    node.name = json_safe(named.parent.name if is_in_nbgraders_tree else named.name)
    return node


def _without(path: Path, assignment: Assignment, results: Path | None) -> frozenset[Path]:
    if results is None:
        return frozenset()
    return frozenset({results / assignment.slug if results == path.resolve() else results})


def _nothing(path: Path, assignment: Assignment, left_out: Sequence[LeftOut]) -> UsageError:
    works = [left for left in left_out if left.is_work]
    if works:
        return UsageError(
            f"{shown(str(path))} holds no hand-in for {assignment.slug}: "
            f"{listed([left.path for left in works])} {works[0].reason}; expected work for "
            f"{assignment.slug}: name another with --assignment, or say how it is laid out with --layout"
        )
    there = listed([left.path for left in left_out]) if left_out else "nothing to read"
    return UsageError(
        f"{shown(str(path))} holds no hand-in for {assignment.slug} but {there}; expected "
        f"{assignment.module}, a notebook or a zip, or one of them or a folder per student "
        f"(<student>.py, <student>/{assignment.module}, "
        f"<student>/{assignment.slug}/{assignment.module}): give the folder or zip that holds "
        f"them, autograder grade SUBMITTED --assignment {assignment.slug} --out OUT"
    )


def _renamed(deliveries: Sequence[Delivery], student: str) -> Delivery:
    if len(deliveries) > 1:
        raise UsageError(
            f"--student {student} names one hand-in, but {len(deliveries)} were found "
            f"({deliveries[0].origin}, {deliveries[1].origin}, ...); leave --student out"
        )
    return msgspec.structs.replace(deliveries[0], student=student)


def _refuse_twins(deliveries: Sequence[Delivery]) -> None:
    for first, second in itertools.pairwise(deliveries):
        if first.student == second.student:
            raise UsageError(
                f"student {shown(first.student)} has two hand-ins, {shown(first.origin)} and "
                f"{shown(second.origin)}; expected one: keep one, or rename the other, and look with "
                "--dry-run"
            )
