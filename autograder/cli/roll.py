"""Shows the roll: who handed in, which file counts and why, and who is missing."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from rich.text import Text

from autograder.cli.console import Hanging, console, errors, plain, tell
from autograder.course.assignment import Assignment
from autograder.course.find import find_assignment, slugs
from autograder.errors import AssignmentError
from autograder.escape import NAME, one_line
from autograder.submission.delivery import Choice, LeftOut
from autograder.submission.discover import call_the_roll
from autograder.submission.elsewhere import refuse_another_assignment
from autograder.submission.record import Submission
from autograder.submission.roll import Roll
from autograder.submission.roster import Person, join
from autograder.wording import counted

LATE = "handed in late"
NAMED = 20  # students, or paths, that one line names


class Call(msgspec.Struct, frozen=True):
    """The roll of an assignment, with the hand-ins as the roster completes them."""

    assignment: Assignment
    roll: Roll
    submissions: list[Submission]
    missing: list[str]
    strangers: list[str]


def call(
    course: Path,
    submitted: Path,
    assignment: Assignment,
    choice: Choice,
    out: Path,
    people: Sequence[Person],
) -> Call:
    """Who handed in what; `UsageError` where most handed in another assignment."""
    roll = call_the_roll(submitted, assignment, choice, out)
    others = list(_others(course, assignment))
    refuse_another_assignment(roll.submissions, assignment, others)
    if not people:
        return Call(assignment, roll, roll.submissions, [], [])
    joined = join(roll.submissions, people)
    return Call(assignment, roll, joined.submissions, joined.missing, joined.strangers)


def _others(course: Path, assignment: Assignment) -> Iterator[Assignment]:
    for slug in slugs(course):
        with suppress(AssignmentError):  # what is wrong with another one must not stop this one
            if slug != assignment.slug:
                yield find_assignment(course, slug)


def show_roll(called: Call, hidden: str = "") -> None:
    """Each student on a line, then what is left out, and what is hidden, and who is missing."""
    count = counted(len(called.submissions), "hand-in")
    tell(Hanging("", Text(f"{called.assignment.slug}: {count}, read as {called.roll.layout}")))
    for entry, submission in zip(called.roll.entries, called.submissions, strict=True):
        head = f"  {one_line(submission.student, NAME)}: "
        tell(Hanging(head, plain("; ".join(_facts(submission, entry.origin)))))
    for left in called.roll.left_out:
        tell(Hanging("  left out: ", plain(f"{left.path} {left.reason}")), style="dim")
    if hidden:
        tell(Hanging("  not looked at: ", plain(hidden)), style="dim")
    show_missing(called)
    console.print("nothing was graded: leave --dry-run out for that", style="dim")


def show_left_out(called: Call) -> None:
    """What may be somebody's work and is not graded; the rest is counted."""
    works = [left for left in called.roll.left_out if left.is_work]
    if works:
        words = f"{listed_names([left.path for left in works])} ({_reasons(works)})"
        tell(Hanging("left out: ", plain(words)), errors, "yellow")


def show_missing(called: Call) -> None:
    """Who of the roster has not handed in, and which hand-ins are nobody's on it."""
    if called.missing:
        words = f"{len(called.missing)} of the roster: {listed_names(called.missing)}"
        tell(Hanging("not handed in: ", plain(words)), errors, "yellow")
    if called.strangers:
        words = f"{counted(len(called.strangers), 'hand-in')}: {listed_names(called.strangers)}"
        tell(Hanging("not on the roster: ", plain(words)), errors, "yellow")


def _facts(submission: Submission, origin: str) -> Iterator[str]:
    yield submission.problem or f"{submission.main} counts"
    yield f"from {origin}"
    if submission.ids:
        yield ", ".join(f"{system} {value}" for system, value in submission.ids.items())
    if submission.attempt:
        yield f"attempt {submission.attempt}"
    if submission.submitted_at:
        yield f"handed in {submission.submitted_at}"
    if submission.late:
        yield LATE
    yield from submission.notes


def _reasons(works: Sequence[LeftOut]) -> str:
    reasons = list(dict.fromkeys(left.reason for left in works))
    more = f"; and {len(reasons) - 2} more reasons, see --dry-run" if len(reasons) > 2 else ""
    return "; ".join(reasons[:2]) + more


def listed_names(names: Sequence[str], most: int = NAMED) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(one_line(name, NAME) for name in names[:most]) + more
