"""Who of the roster has no result, and whose results are nobody's on it."""

from collections.abc import Mapping, Sequence

import msgspec

from autograder.export.absent import roll_calls
from autograder.results import Result
from autograder.submission.roster import Person


class NotHandedIn(msgspec.Struct, frozen=True):
    """Somebody on the roster without a result, and of which assignments where there are several."""

    name: str
    titles: tuple[str, ...] = ()


class Enrolled(msgspec.Struct, frozen=True):
    """The two sides of results and roster that do not meet."""

    missing: tuple[NotHandedIn, ...] = ()
    strangers: tuple[str, ...] = ()  # students


def enrolled(
    results: Sequence[Result], people: Sequence[Person], titles: Mapping[str, str]
) -> Enrolled:
    """Compare results with a roster; nobody is missing, or a stranger, where there is none."""
    calls = roll_calls(results, people)
    missing: dict[int, list[str]] = {}
    strangers: dict[str, None] = {}
    for call in calls:
        strangers |= dict.fromkeys(call.strangers)
        for row in call.rows:
            missing.setdefault(row, []).append(titles.get(call.assignment, call.assignment))
    several = len(calls) > 1
    return Enrolled(
        tuple(
            NotHandedIn(people[row].shown_name, tuple(missing[row]) if several else ())
            for row in sorted(missing)
        ),
        tuple(strangers),
    )
