"""Reads who is in the course, from a CSV as the platforms export it, and joins hand-ins to people.

Canvas' gradebook, Moodle's grading worksheet and grader report in several languages, GitHub Classroom's roster and
nbgrader's students.csv are taken as they are; so is any CSV with a column id, login, mail or name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from autograder.delimited import read_rows
from autograder.errors import UsageError
from autograder.submission.moodle_titles import role_of
from autograder.submission.names import listed
from autograder.submission.record import Submission

# what a column's title, in small letters, holds
COLUMNS = {
    "id": "id",
    "student id": "id",
    "username": "login",
    "login": "login",
    "sis login id": "login",
    "user": "login",
    "mail": "mail",
    "email": "mail",
    "email address": "mail",
    "e-mail": "mail",
    "sis user id": "sid",
    "sid": "sid",
    "id number": "sid",
    "identifier": "moodle",
    "roster_identifier": "id",
    "github_username": "github",
    "name": "name",
    "full name": "name",
    "student": "name",
    "first name": "first",
    "first_name": "first",
    "last name": "last",
    "last_name": "last",
    "surname": "last",
}
SUREST_FIRST = ("canvas", "moodle", "github", "sid", "mail", "login", "id", "name")
ROLES = {"identifier": "moodle", "first": "first", "last": "last"}
NUMBERED = re.compile(r"\D+\d+")  # Moodle's `Participant 7`, in any language
NO_STUDENTS = {"points possible", "student, test", "test student"}  # rows of Canvas' gradebook


class Person(msgspec.Struct, frozen=True):
    """A row of the roster: what is known of a student, by system."""

    ids: dict[str, str]

    @property
    def shown_name(self) -> str:
        """The name, or else the surest id."""
        return self.ids.get("name") or next(iter(self.ids.values()))


def read_roster(path: Path) -> list[Person]:
    """The people in a CSV; `UsageError` says which columns were looked for."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"--roster {path}: {error.strerror}; expected a CSV file; give another path, or leave --roster out"
        ) from None
    except UnicodeDecodeError as error:
        raise UsageError(
            f"--roster {path} is not UTF-8 text (byte {error.start}); export it as CSV in UTF-8"
        ) from None
    rows = [row for row in read_rows(text, f"--roster {path}")[0] if any(row)]
    titles = [title.strip().casefold() for title in rows[0]] if rows else []
    if not any(map(_system, titles)):
        raise UsageError(
            f"--roster {path} has the columns {listed(titles) if titles else '(none)'}; expected at "
            "least one of id, login, mail, name, or a gradebook of Canvas or Moodle as it is: rename a "
            "column, or leave --roster out"
        )
    people = [person for row in rows[1:] if (person := _person(titles, row))]
    if not people:
        raise UsageError(
            f"--roster {path} names nobody: expected a row for each student; export it again, or leave --roster out"
        )
    return people


def _person(titles: Sequence[str], row: Sequence[str]) -> Person | None:
    known: dict[str, str] = {}
    for title, cell in zip(titles, row, strict=False):
        if (system := _system(title)) and cell.strip():
            known.setdefault(system, cell.strip())
    if known.get("name", "").casefold() in NO_STUDENTS:
        return None
    if "student" in titles and "id" in known:
        known["canvas"] = known.pop("id")  # of Canvas' gradebook
    if "github_username" in titles and "moodle" in known:
        known["id"] = known.pop("moodle")  # of GitHub Classroom's roster
    is_worksheet = role_of(titles[0]) == "identifier" and "name" in map(role_of, titles)
    if is_worksheet and NUMBERED.fullmatch(known.get("id", "")):
        known["moodle"] = known.pop("id")  # it is called ID in German
    if "moodle" in known:
        known["moodle"] = re.sub(r"\D", "", known["moodle"])
    first, last = known.pop("first", ""), known.pop("last", "")
    if first or last:
        known.setdefault("name", f"{first} {last}".strip())
    return Person({key: value for key, value in known.items() if value}) if known else None


def _system(title: str) -> str:
    """What a column of this title holds, "" where that tells nobody."""
    role = role_of(title)
    return COLUMNS.get(title) or ROLES.get(role, role if role in SUREST_FIRST else "")


class Joined(msgspec.Struct, frozen=True):
    """Hand-ins with what the roster knows of them, and who is on one side only."""

    submissions: list[Submission]
    missing_rows: list[int]  # of people who have not handed in
    missing: list[str]  # their names
    strangers: list[str]  # students of hand-ins who are nobody on the roster


def join(submissions: Sequence[Submission], people: Sequence[Person]) -> Joined:
    """Each hand-in with the ids of the one person whom it fits best."""
    index = _index(people)
    joined, strangers, present = [], [], set[int]()
    for submission in submissions:
        row = _row(submission, index)
        if row is None:
            strangers.append(submission.student)
            joined.append(submission)
            continue
        present.add(row)
        ids = {**submission.ids, **people[row].ids}
        joined.append(msgspec.structs.replace(submission, ids=ids))
    missing_rows = [row for row in range(len(people)) if row not in present]
    missing = [people[row].shown_name for row in missing_rows]
    return Joined(joined, missing_rows, missing, strangers)


Index = Mapping[tuple[str, str], set[int]]  # rows of the roster by system and comparable value


def _index(people: Sequence[Person]) -> Index:
    index: dict[tuple[str, str], set[int]] = {}
    for row, person in enumerate(people):
        for key in _keys(person.ids):
            index.setdefault(key, set()).add(row)
    return index


def _row(submission: Submission, index: Index) -> int | None:
    """The one row that fits by the surest id; what fits two people fits none."""
    student: dict[str, str] = dict.fromkeys(SUREST_FIRST, submission.student)
    keys = [*_keys(submission.ids), *_keys(student)]
    rows = (index.get(key, set()) for key in keys)
    return next((next(iter(fitting)) for fitting in rows if len(fitting) == 1), None)


def _keys(ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What can be compared of ids, the surest first."""
    for system in SUREST_FIRST[:-1]:
        if value := ids.get(system, "").casefold():
            yield system, value
    mail, login = ids.get("mail", "").casefold(), ids.get("login", "").casefold()
    if mail and not login:
        yield "login", mail.partition("@")[0]
    for name in _orders(ids.get("name", "")):
        yield "name", name


def _orders(name: str) -> Iterator[str]:
    """A name's words from each on, so that "Ada Lovelace", "Lovelace, Ada" and "lovelaceada" meet."""
    words = re.findall(r"[^\W_]+", name.casefold())
    for first in range(len(words)):
        yield "".join(words[first:] + words[:first])
