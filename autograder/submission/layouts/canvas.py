"""Canvas, "Download Submissions": `lastfirst_LATE_1042_90871_pooling-1.py`, all files in one folder.

The sortable name in small letters without blanks, LATE, the user's id, the attachment's id and the
file's name, to which Canvas adds -1, -2, ... when it is handed in again. A group's name stands where
it has one, with the id of the member who stands for it. Where marking is anonymous, it is
`LATE_anon_a1B2c_90871_pooling.py`, and nothing tells whose it is. The first two numbers between
underscores count, as Canvas itself reads the names. Source: Canvas LMS at 05e9653,
lib/content_zipper.rb, `get_filename`.
"""

import re

from autograder.submission.layouts.label import Label, Layout, each
from autograder.submission.node import FileNode

NAME = re.compile(
    r"(?P<student>\w+?)(?P<late>_LATE)?_(?P<user>\d+)_"
    r"(?:(?P<text>text|link)\.html|(?P<attachment>\d+)_(?P<file>.+))"
)
ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?anon_(?P<id>[1-9A-HJ-NP-Za-km-z]{5})_"
    r"(?:(?P<text>text|link)\.html|(?P<attachment>\d+)_(?P<file>.+))"
)
VERSION = re.compile(r"(?P<stem>.+)-(?P<number>\d{1,3})(?P<suffix>\.[^.]+)")


def label(entry: FileNode) -> Label | None:
    """What Canvas wrote into a name."""
    if entry.kind == "folder":
        return None
    if name := ANONYMOUS.fullmatch(entry.name):
        student = f"anon_{name['id']}"
        common = Label(student, student, {"canvas_anonymous": name["id"]}, late=bool(name["late"]))
    elif name := NAME.fullmatch(entry.name):
        user, student = name["user"], name["student"]
        common = Label(student, user, {"canvas": user, "name": student}, late=bool(name["late"]))
    else:
        return None
    if name["text"]:
        return common._replace(file=f"{name['text']}.html")
    file, number = name["file"], 0
    if again := VERSION.fullmatch(file):
        file, number = again["stem"] + again["suffix"], int(again["number"])
    return common._replace(
        file=file,
        version=(number, int(name["attachment"])),
        attempt=number + 1 if number else 0,
    )


CANVAS = Layout("canvas", "a download from Canvas", each(label))
