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
from autograder.submission.layout import Candidate, find
from autograder.submission.names import json_safe, refuse_odd_student, shown
from autograder.submission.record import Submission


def discover(path: Path, assignment: Assignment, student: str | None = None) -> list[Submission]:
    """The hand-ins at `path`, sorted by student; `student` names the only one."""
    if student is not None:
        refuse_odd_student(student)
    with ExitStack() as stack:
        candidates = find(_root(path, assignment), assignment, stack)
        if not candidates:
            raise _nothing(path, assignment)
        if student is not None:
            candidates = [_renamed(candidates, student)]
        candidates = sorted(candidates, key=lambda candidate: (candidate.student, candidate.origin))
        _refuse_twins(candidates)
        return [hand_in(candidate.student, candidate.node, assignment) for candidate in candidates]


def _root(path: Path, assignment: Assignment) -> DiskNode:
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


def _renamed(candidates: Sequence[Candidate], student: str) -> Candidate:
    if len(candidates) > 1:
        raise UsageError(
            f"--student {student} names one hand-in, but {len(candidates)} were found "
            f"({candidates[0].origin}, {candidates[1].origin}, ...); leave --student out"
        )
    return candidates[0]._replace(student=student)


def _refuse_twins(candidates: Sequence[Candidate]) -> None:
    for first, second in itertools.pairwise(candidates):
        if first.student == second.student:
            raise UsageError(
                f"student {shown(first.student)} has two hand-ins, {shown(first.origin)} and "
                f"{shown(second.origin)}; keep one"
            )
