"""Checks that Python and the grader read the same text in a module's bytes."""

import codecs
import io
import tokenize

from autograder.errors import SubmissionError
from autograder.submission.no_code import refuse_no_code

SAVE_AS_UTF8 = "Save it with the encoding UTF-8 and hand it in again."
SAME_IN_ASCII = {"ascii", "utf-8", "iso8859-1", "iso8859-15", "cp1252"}


def clean_source(content: bytes) -> bytes:
    """The module without a byte order mark; `SubmissionError` ends a sentence that names it."""
    refuse_no_code(content)
    text_of(content)
    if b"\0" in content:
        raise SubmissionError(
            f"holds a NUL byte (byte {content.index(0)}), which Python refuses. {SAVE_AS_UTF8}"
        )
    content = content.removeprefix(codecs.BOM_UTF8)
    _refuse_other_encoding(content)
    return content


def text_of(content: bytes) -> str:
    """The content as text, a byte order mark accepted."""
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise SubmissionError(
            f"is not UTF-8 text: byte {error.start} cannot be read. {SAVE_AS_UTF8}"
        ) from None


def _refuse_other_encoding(content: bytes) -> None:
    # a line `# coding: utf-7` would have Python run other code than we read
    try:
        declared, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        name = codecs.lookup(declared).name
    except (SyntaxError, LookupError):
        name = "unknown"
    if name != "utf-8" and not (name in SAME_IN_ASCII and content.isascii()):
        raise SubmissionError(
            "declares an encoding other than UTF-8 in its first two lines (coding: ...). "
            "Delete that line, save the file with the encoding UTF-8 and hand it in again."
        )
