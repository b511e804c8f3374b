"""Brightspace (D2L), "Download": `12346-67890 - First Last - Oct 1, 2026 1100 AM/`, and index.html.

The user's id, the assignment's, the name and when it was handed in. Source: Brightspace's help,
"Download assignment submissions".
"""

import re
from datetime import datetime

from autograder.submission.layouts.label import Label, Layout, each
from autograder.submission.node import FileNode

NAME = re.compile(
    r"(?P<user>\d+)-\d+ ?- ?(?P<student>.+?) ?- ?"
    r"(?P<day>[A-Z][a-z]+ \d{1,2}, \d{4}) (?P<clock>\d{3,4}|\d{1,2}[:_]\d\d) ?(?P<half>[AP]M)"
    r"(?: ?- ?(?P<file>.+))?"
)


def label(entry: FileNode) -> Label | None:
    """What Brightspace wrote into a name."""
    name = NAME.fullmatch(entry.name)
    if not name or not (moment := _when(name)):
        return None
    ids = {"brightspace": name["user"], "name": name["student"]}
    file = name["file"] or ""
    return Label(name["student"], name["user"], ids, file, order=(moment,), submitted_at=moment)


def _when(name: re.Match[str]) -> str:
    """The moment that a name tells, without a zone; "" where it is none."""
    clock = re.sub(r"\D", "", name["clock"]).zfill(4)
    for month in ("%b", "%B"):
        try:
            moment = datetime.strptime(  # noqa: DTZ007 - the name tells no zone
                f"{name['day']} {clock} {name['half']}", f"{month} %d, %Y %I%M %p"
            )
        except ValueError:
            continue
        return moment.isoformat()
    return ""


BRIGHTSPACE = Layout("brightspace", "a download from Brightspace", each(label))
