"""Autolab, "Download All Submissions": `login@uni.example_3_pooling.py`.

The mail, the number of the attempt and the file's name. Source: Autolab, `Submission#create_user_directory_and_filename`
in app/models/submission.rb.
"""

import re

from autograder.submission.layouts.label import Label, Layout, each
from autograder.submission.node import FileNode

NAME = re.compile(r"(?P<mail>(?P<login>[^@\s]+)@[^@_\s]+)_(?P<attempt>\d{1,9})_(?P<file>.+)")


def label(entry: FileNode) -> Label | None:
    """What Autolab wrote into a name."""
    name = NAME.fullmatch(entry.name)
    if not name or entry.kind == "folder":
        return None
    mail, attempt = name["mail"], int(name["attempt"])
    ids = {"mail": mail, "login": name["login"]}
    return Label(mail, mail, ids, name["file"], order=(attempt,), attempt=attempt)


AUTOLAB = Layout("autolab", "a download from Autolab", each(label))
