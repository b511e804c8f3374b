"""Keeps of a hand-in's outputs what is safe to show: bounded text, and pictures that are only pictures."""

import base64
import binascii
import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.escape import lines

TEXT = 4000  # characters of one output
PICTURE = 2 * 1024 * 1024  # bytes of one picture
PER_CELL = 20
_NAME = re.compile(r"[\w.-]{1,100}")
FIRST_BYTES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def kept_outputs(outputs: object) -> list[NotebookNode]:
    """The outputs as handed in, less all that could act in a browser."""
    if not isinstance(outputs, list):
        return []
    cleaned = (_kept(output) for output in outputs[:PER_CELL] if isinstance(output, dict))
    return [output for output in cleaned if output is not None]


def pasted_pictures(attachments: object) -> dict[str, dict[str, str]]:
    """The pictures pasted into a cell, by names that hold nothing but letters, digits and dots."""
    accepted: dict[str, dict[str, str]] = {}
    for name, data in attachments.items() if isinstance(attachments, dict) else ():
        pictures = data if isinstance(data, dict) and _NAME.fullmatch(name) else {}
        for kind in FIRST_BYTES:
            if picture := _picture(kind, pictures.get(kind)):
                accepted[name] = {kind: picture}
    return accepted


def joined(text: object) -> str:
    """A notebook's text, which may stand in a list of lines; "" for anything else."""
    if isinstance(text, list) and all(isinstance(line, str) for line in text):
        text = "".join(text)
    # JSON may hold half a character, which no file can
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else ""


def _kept(output: dict[str, Any]) -> NotebookNode | None:
    if output.get("output_type") == "error":
        return _stream("stderr", f"{output.get('ename')}: {output.get('evalue')}")
    if output.get("output_type") == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return _stream(name, joined(output.get("text")))
    data = output.get("data")
    if not isinstance(data, dict):
        return None
    for kind in FIRST_BYTES:
        if picture := _picture(kind, data.get(kind)):
            return new_output("display_data", data={kind: picture})
    text = joined(data.get("text/plain"))
    return new_output("display_data", data={"text/plain": lines(text, TEXT)}) if text else None


def _stream(name: str, text: str) -> NotebookNode | None:
    return new_output("stream", name=name, text=lines(text, TEXT)) if text else None


def _picture(kind: str, text: object) -> str:
    # encoded anew, because it goes into an attribute of a page as it is
    try:
        content = base64.b64decode("".join(joined(text).split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    if not content.startswith(FIRST_BYTES[kind]) or len(content) > PICTURE:
        return ""
    return base64.b64encode(content).decode("ascii")
