"""Which student of a gradebook each result is for: nbgrader knows students by an id, as a rule the login.

A download of another system names hand-ins differently; then the ids that came with them, or with a
roster, tell. Who is nobody there yet is entered by the login, or else by the hand-in's name.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec
from nbgrader.api import Gradebook

from autograder.escape import NAME, one_line
from autograder.export.matching import Way, match
from autograder.export.wording import owner_of
from autograder.results import Result


class Accounts(msgspec.Struct, frozen=True):
    """The id of each student of one assignment who has one, who has none, and what is worth knowing."""

    ids: dict[str, str]  # student of the result -> id in the gradebook
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def accounts(gradebook: Gradebook, results: Sequence[Result]) -> Accounts:
    """The ids in the gradebook; where two results come to one id, neither is entered."""
    students = gradebook.students
    known = [str(student.id) for student in students]
    mails = {row: str(student.email or "") for row, student in enumerate(students)}
    names = {
        row: f"{student.last_name or ''}, {student.first_name or ''}".strip(", ")
        for row, student in enumerate(students)
    }
    by_id = Way("id", dict(enumerate(known)), ("login", "id", "sid", "mail"))
    exact = {result.student: result.student for result in results if result.student in known}
    others = [result for result in results if result.student not in exact]
    matches = match(others, [by_id, Way("email", mails, ("mail",)), Way("name", names, ("name",))])
    found = exact | {student: known[row] for student, row in matches.rows.items()}
    new = {
        result.student: result.ids.get("login") or result.student
        for result in results
        if matches.lost.get(result.student) == "fits no row"
    }
    ids = {**found, **new}
    claims = Counter(ids.values())
    why = {
        **{student: text for student, text in matches.lost.items() if student not in new},
        **{
            student: f"shares the id {id} with another"
            for student, id in ids.items()
            if claims[id] > 1
        },
    }
    return Accounts(
        {student: id for student, id in ids.items() if student not in why},
        tuple(
            f"not written: {owner_of(result)}: {why[result.student]}; give grade a --roster with "
            "the logins of the gradebook"
            for result in results
            if result.student in why
        ),
        _notes(found, new, why) if known else (),
    )


def _notes(found: dict[str, str], new: dict[str, str], why: dict[str, str]) -> tuple[str, ...]:
    entered = {student: id for student, id in new.items() if student not in why}
    by_id = [
        f"{one_line(student, NAME)} is {one_line(id, NAME)}"
        for student, id in found.items()
        if student != id and student not in why
    ]
    names = ", ".join(one_line(id, NAME) for id in entered.values())
    return (
        *([f"known by their ids: {'; '.join(by_id)}"] if by_id else []),
        *([f"{len(entered)} new in the gradebook: {names}"] if entered else []),
    )
