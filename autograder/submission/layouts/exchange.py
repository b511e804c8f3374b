"""nbgrader's exchange, `inbound/`: `login+a1_pooling+2026-10-01 10:00:00.000000 UTC+random/`.

Source: nbgrader, server_extensions and exchange/default/submit.py.
"""

import re
from collections.abc import Sequence

from autograder.course.assignment import Assignment
from autograder.submission.layouts.label import Label, Labels, Layout
from autograder.submission.moment import moment_in
from autograder.submission.node import FileNode

NAME = re.compile(
    r"(?P<login>[^+]+)\+(?P<slug>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d[ T_][^+]+)(?:\+.*)?"
)


def labels(entries: Sequence[FileNode], assignment: Assignment) -> Labels:
    """What nbgrader wrote into names; other assignments are no hand-ins here."""
    parsed = {entry.name: match for entry in entries if (match := NAME.fullmatch(entry.name))}
    return {name: _label(match, assignment) for name, match in parsed.items()}


def _label(match: re.Match[str], assignment: Assignment) -> Label:
    login, slug = match["login"], match["slug"]
    is_other = slug.casefold() != assignment.slug.casefold()
    no_work = f"is a hand-in for {slug}" if is_other else ""
    return Label(
        login,
        login,
        {"login": login},
        order=(match["time"],),
        submitted_at=moment_in(match["time"]),
        no_work=no_work,
    )


EXCHANGE = Layout("exchange", "nbgrader's exchange", labels)
