"""Names of students and files: safe in JSON, in messages and on disk."""

import hashlib
from collections.abc import Sequence
from urllib.parse import quote

from autograder.errors import UsageError
from autograder.escape import one_line

LONGEST_FILE_NAME = 200


def json_safe(name: str) -> str:
    r"""The name with undecodable bytes (lone surrogates) spelled out, such as `\udcff`."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def shown(name: str) -> str:
    """The name as one short line for a message: no control characters, no invisible ones."""
    return one_line(name, 80)


def listed(names: Sequence[str]) -> str:
    """`a.py`, `a.py and b.py`, `a.py, b.py, c.py and 4 more files`."""
    first = [shown(name) for name in names[:3]]
    unnamed = len(names) - len(first)
    if unnamed:
        return f"{', '.join(first)} and {unnamed} more file{'s' if unnamed > 1 else ''}"
    return " and ".join([", ".join(first[:-1]), first[-1]] if len(first) > 1 else first)


def result_file_name(student: str) -> str:
    """A file name that no other student has: percent-encoded, shortened with a hash if long."""
    safe = quote(json_safe(student), safe="@+").replace("~", "%7E")
    if safe.startswith("."):
        safe = f"%2E{safe[1:]}"
    if len(safe) + len(".json") > LONGEST_FILE_NAME:
        # "~" stands in no other name, so a shortened one never meets a whole one
        ending = f"~{hashlib.sha256(safe.encode()).hexdigest()[:32]}"
        safe = safe[: LONGEST_FILE_NAME - len(".json") - len(ending)] + ending
    return f"{safe}.json"


def refuse_odd_student(student: str) -> None:
    """`UsageError` when a name given with `--student` cannot be one."""
    if not student.strip():
        raise UsageError("--student is empty; expected the student's name, such as --student ada")
    if "/" in student or not student.isprintable():
        raise UsageError(
            f"--student {student!r} holds a slash or a control character; "
            "give a name without them, such as ada"
        )
