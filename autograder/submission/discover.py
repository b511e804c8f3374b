"""Who handed in what: one `Submission` per student for whatever SUBMITTED is.

An instructor's mistake is a `UsageError`; a bad hand-in is a `Submission` with a problem.
"""

import itertools
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.errors import UsageError
from autograder.submission.files import DiskNode
from autograder.submission.handin import hand_in
from autograder.submission.layout import Found, find
from autograder.submission.names import json_safe, refuse_odd_student, shown
from autograder.submission.record import Submission


def discover(path: Path, assignment: Assignment, student: str | None = None) -> list[Submission]:
    """The hand-ins at `path`, sorted by student; `student` names the only one."""
    if student is not None:
        refuse_odd_student(student)
    with ExitStack() as stack:
        found = find(_given(path, assignment), assignment, stack)
        if not found:
            raise _nothing(path, assignment)
        if student is not None:
            found = [_renamed(found, student)]
        found = sorted(found, key=lambda one: (one.student, one.origin))
        _refuse_twins(found)
        return [hand_in(one.student, one.node, assignment) for one in found]


def _given(path: Path, assignment: Assignment) -> DiskNode:
    try:
        # the instructor may give a link; only what students hand in must be none
        node = DiskNode(path.resolve(), path.stat())
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"{shown(str(path))}: {why}; give a module, a notebook, a zip or a folder"
        ) from None
    named = path.resolve() if path.name in ("", "..") else path.absolute()
    is_in_nbgraders_tree = node.kind == "folder" and named.name == assignment.slug
    node.name = json_safe(named.parent.name if is_in_nbgraders_tree else named.name)
    return node


def _nothing(path: Path, assignment: Assignment) -> UsageError:
    return UsageError(
        f"{shown(str(path))} holds no hand-in for {assignment.slug}; expected "
        f"{assignment.module}, a notebook or a zip, or one of them or a folder per student "
        f"(<student>.py, <student>/{assignment.module}, "
        f"<student>/{assignment.slug}/{assignment.module})"
    )


def _renamed(found: Sequence[Found], student: str) -> Found:
    if len(found) > 1:
        raise UsageError(
            f"--student {student} names one hand-in, but {len(found)} were found "
            f"({found[0].origin}, {found[1].origin}, ...); leave --student out"
        )
    return found[0]._replace(student=student)


def _refuse_twins(found: Sequence[Found]) -> None:
    for one, other in itertools.pairwise(found):
        if one.student == other.student:
            raise UsageError(
                f"student {shown(one.student)} has two hand-ins, {shown(one.origin)} and "
                f"{shown(other.origin)}; keep one"
            )
