"""Who of the roster has no result, and whose results are nobody's on it."""

from collections.abc import Mapping, Sequence

import msgspec

from autograder.results import Result
from autograder.submission.record import Submission
from autograder.submission.roster import Person, join


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
    if not people:
        return Enrolled()
    slugs = list(dict.fromkeys(result.assignment for result in results))
    missing: dict[int, list[str]] = {}
    strangers: dict[str, None] = {}
    for slug in slugs:
        handed_in = [
            Submission(result.student, {}, "", ids=result.ids)
            for result in results
            if result.assignment == slug
        ]
        joined = join(handed_in, people)
        strangers |= dict.fromkeys(joined.strangers)
        for row in joined.missing_rows:
            missing.setdefault(row, []).append(titles.get(slug, slug))
    several = len(slugs) > 1
    return Enrolled(
        tuple(
            NotHandedIn(people[row].shown_name, tuple(missing[row]) if several else ())
            for row in sorted(missing)
        ),
        tuple(strangers),
    )
