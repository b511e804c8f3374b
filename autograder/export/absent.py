"""Who handed in nothing: by the roster where one is given, or by the rows of a gradebook.

Nobody gets a score for it here: what a missing hand-in is worth is for the course to say.
"""

from collections.abc import Sequence

import msgspec

from autograder.escape import NAME, one_line
from autograder.results import Result
from autograder.submission.record import Submission
from autograder.submission.roster import Person, join

LISTED = 20  # names that are told; more are counted


class Absent(msgspec.Struct, frozen=True):
    """Those without a hand-in for an assignment.

    `unmatched` counts hand-ins that may be theirs. `stays` says that their rows were there before.
    """

    assignment: str
    names: tuple[str, ...]
    unmatched: int = 0
    stays: bool = False


class RollCall(msgspec.Struct, frozen=True):
    """A roster beside the results of an assignment."""

    assignment: str
    points: float
    people: tuple[Person, ...]
    rows: tuple[int, ...]  # of the roster, of each of the people
    strangers: tuple[str, ...]  # students who are nobody on the roster

    @property
    def absent(self) -> Absent:
        """The same, to be told."""
        names = tuple(person.shown_name for person in self.people)
        return Absent(self.assignment, names, len(self.strangers))


def roll_calls(results: Sequence[Result], people: Sequence[Person]) -> list[RollCall]:
    """For each assignment who of the roster has no result; nothing where there is no roster."""
    slugs = list(dict.fromkeys(result.assignment for result in results)) if people else []
    return [
        _roll_call([result for result in results if result.assignment == slug], people)
        for slug in slugs
    ]


def _roll_call(results: Sequence[Result], people: Sequence[Person]) -> RollCall:
    joined = join([Submission(r.student, {}, "", ids=r.ids) for r in results], people)
    rows = tuple(joined.missing_rows)
    missing = tuple(people[row] for row in rows)
    first = results[0]
    return RollCall(first.assignment, first.points, missing, rows, tuple(joined.strangers))


def in_words(absent: Absent, several: bool = False) -> str:
    """`3 without a hand-in: ...`, after the assignment's name where there are several."""
    where = f"{absent.assignment}: " if several else ""
    doubt = " that could be matched" if absent.unmatched else ""
    rows = ", whose rows stay as they are" if absent.stays else ""
    names = [one_line(name, NAME) for name in absent.names[:LISTED]]
    if len(absent.names) > LISTED:
        names.append(f"and {len(absent.names) - LISTED} more")
    return f"{where}{len(absent.names)} without a hand-in{doubt}{rows}: {'; '.join(names)}"


def strangers_in_words(call: RollCall) -> str:
    """Whose hand-in is nobody's on the roster."""
    names = "; ".join(one_line(name, NAME) for name in call.strangers[:LISTED])
    return f"{call.assignment}: {len(call.strangers)} not on the roster: {names}"
