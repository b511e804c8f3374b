"""Gradescope, "Export Submissions": `submission_201/` and `submission_metadata.yml`, which says whose each is.

The file holds every result as well, and can be large: it is read line by line for who handed in,
which needs no YAML package. Source: the export of gradescope.com, keys `:submitters:`, `:name:`,
`:sid:`, `:email:`, `:created_at:`.
"""

import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from autograder.course.assignment import Assignment
from autograder.errors import SubmissionError, UsageError
from autograder.submission.layouts.label import Label, Labels, Layout
from autograder.submission.moment import moment_in
from autograder.submission.node import FileNode

METADATA = "submission_metadata.yml"
SUBMISSION = re.compile(r"(?P<name>submission_(?P<id>\d+)):\s*")
FACT = re.compile(r"(?P<indent>\s*)(?P<item>- )?:(?P<key>\w+):\s*(?P<value>.*?)\s*")
WHEN = "created_at"
KEYS = {"name": "name", "sid": "sid", "email": "mail"}

Submitter = dict[str, str]  # what is known of a submitter: name, sid, mail


class Group(NamedTuple):
    """Who handed in together, and when."""

    people: list[Submitter]
    facts: dict[str, str]  # created_at


def labels(entries: Sequence[FileNode], _assignment: Assignment) -> Labels:
    """Who handed in each folder, as the metadata say."""
    metadata = next((entry for entry in entries if entry.name == METADATA), None)
    if metadata is None:
        return {}
    try:
        with io.TextIOWrapper(metadata.open(), encoding="utf-8", errors="replace") as lines:
            groups = submitters(lines)
    except SubmissionError as error:
        raise UsageError(
            f"{METADATA} {error} Expected the file as Gradescope exported it: export again, or give "
            "--layout class for a hand-in in every folder, whoever it is from"
        ) from None
    known = {name: _label(name, group) for name, group in groups.items()}
    return {**known, METADATA: Label("", "", {}, no_work="is Gradescope's list of who handed in")}


def submitters(lines: Iterable[str]) -> dict[str, Group]:
    """The submitters of each submission, out of the file's lines."""
    groups: dict[str, Group] = {}
    people: list[Submitter] | None = None  # of the submission, while its submitters are listed
    depth, name = 0, ""
    for line in lines:
        if start := SUBMISSION.fullmatch(line.rstrip("\n")):
            name, people = start["name"], None
            groups[name] = Group([], {})
        elif name and (fact := FACT.fullmatch(line.rstrip("\n"))):
            indent, group = len(fact["indent"]), groups[name]
            if people is None and fact["key"] == "submitters" and not group.people:
                people, depth = group.people, indent
            elif people is not None and indent <= depth and not fact["item"]:
                people = None
            elif people is not None:
                _add(people, fact)
            if people is None and fact["key"] == WHEN and (indent == depth or not group.people):
                group.facts.setdefault(WHEN, fact["value"])
    return groups


def _add(people: list[Submitter], fact: re.Match[str]) -> None:
    if fact["item"] or not people:
        people.append({})
    value = fact["value"]
    if value[:1] in ("'", '"'):
        value = value.strip(value[0]).replace("''", "'")
    if fact["key"] in KEYS and value not in ("", "null", "~"):
        people[-1][KEYS[fact["key"]]] = value


def _label(name: str, group: Group) -> Label:
    id, moment = name.removeprefix("submission_"), moment_in(group.facts.get(WHEN, ""))
    members = tuple(
        (_called(person), {**person, "gradescope": id})
        for person in group.people
        if _called(person)
    )
    if not members:
        return Label(name, name, {"gradescope": id}, submitted_at=moment)
    student, ids = members[0]
    return Label(student, name, ids, members=members, submitted_at=moment)


def _called(person: Submitter) -> str:
    return person.get("name") or person.get("mail") or person.get("sid") or ""


GRADESCOPE = Layout("gradescope", "an export from Gradescope", labels)
