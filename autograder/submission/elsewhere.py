"""Tells which assignment a hand-in is for, by the names that it defines."""

import functools
import re
from collections import Counter
from collections.abc import Sequence

from autograder.course.assignment import Assignment
from autograder.errors import SubmissionError, UsageError
from autograder.submission.kinds import code_pieces
from autograder.submission.record import Submission


def defines(name: str, content: bytes, assignment: Assignment) -> bool:
    """True if a file defines one of the names that an assignment asks for."""
    try:
        pieces = code_pieces(name, content)
    except SubmissionError:
        return False
    pattern = _definition(assignment)
    return any(pattern.search(piece) for piece in pieces)


def refuse_another_assignment(
    submissions: Sequence[Submission], assignment: Assignment, others: Sequence[Assignment]
) -> None:
    """`UsageError` where most of a class handed in another assignment."""
    fits = Counter(_fits(submission, assignment, others) for submission in submissions)
    fits.pop("", None)
    if not fits or len(submissions) < 2:
        return
    slug, count = fits.most_common(1)[0]
    if 2 * count > len(submissions):
        raise UsageError(
            f"{count} of {len(submissions)} hand-ins define what {slug} asks for, and nothing of "
            f"{assignment.slug}; grade them with --assignment {slug}, or give the hand-ins for "
            f"{assignment.slug}"
        )


def _fits(submission: Submission, assignment: Assignment, others: Sequence[Assignment]) -> str:
    """The slug of the other assignment that a hand-in is for, or ""."""
    if submission.problem or defines(
        submission.main, submission.files[submission.main], assignment
    ):
        return ""
    content = submission.files[submission.main]
    return next((other.slug for other in others if defines(submission.main, content, other)), "")


@functools.cache
def _definition(assignment: Assignment) -> re.Pattern[str]:
    names = {name for question in assignment.questions for name in question.names}
    any_name = "|".join(map(re.escape, sorted(names))) or "(?!)"
    return re.compile(
        rf"^(?:def|class)[ \t]+(?:{any_name})\b|^(?:{any_name})[ \t]*(?::[^=\n]*)?=[^=]",
        re.MULTILINE,
    )
