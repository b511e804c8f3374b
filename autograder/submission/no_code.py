"""Tells by its content what is no code, or is no longer, and says how to get the file itself."""

import re

from autograder.errors import SubmissionError
from autograder.submission.magics import is_python

ZIP_MARK = b"PK\x03\x04"  # a zip that holds something begins so
BLANK = b"\xef\xbb\xbf \t\r\n"
CONFLICT = (rb"^<{7}(?: |\r?$)", rb"^={7}\r?$", rb"^>{7}(?: |\r?$)")
NO_CODE = (
    (
        (b"<!doctype html", b"<html"),
        "is a web page (HTML), not the file that it shows. Choose Download or Raw on that page, and "
        "hand in the file itself.",
    ),
    (
        (b"{\\rtf",),
        "is rich text (RTF). Save it as plain text in UTF-8 (in TextEdit: Format, Make Plain Text) "
        "and hand it in again.",
    ),
    ((b"%pdf",), "is a PDF. Hand in the file that it was made of."),
    ((ZIP_MARK.lower(),), "is a zip, whatever its name says. Hand in what is in it."),
)


def refuse_no_code(content: bytes) -> None:
    """`SubmissionError`, the end of a sentence, for what is no code and never was, or is no longer."""
    head = content[:1024].lstrip(BLANK).lower()
    for beginnings, reason in NO_CODE:
        if head.startswith(beginnings):
            raise SubmissionError(reason)
    marks = [re.search(mark, content, re.MULTILINE) for mark in CONFLICT]
    if all(marks) and not is_python(content.decode("utf-8", "replace")):
        line = content[: marks[0].start() if marks[0] else 0].count(b"\n") + 1
        raise SubmissionError(
            f"holds the marks of a merge that was not finished (<<<<<<< on line {line}). Keep one "
            "of the two versions, delete the marks and hand it in again."
        )
