"""What judges, as one piece of data named by its content: packed here, unpacked once over there.

It holds the answers. It may lie where Dask's workers keep their files, never where hand-ins run.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from autograder.course.judging_files import judging_files
from autograder.errors import ProtocolError
from autograder.fingerprint import digest


class Bundle(msgspec.Struct, frozen=True):
    """Files by their path in the course; `digest` is theirs."""

    files: dict[str, bytes]
    digest: str


def pack(course: Path, slugs: Iterable[str]) -> Bundle:
    """The suites of these assignments and the reference they compare with."""
    files = judging_files(course, *slugs)
    return Bundle(files, digest(files))


def folder_of(place: Path, name: str) -> Path:
    """Where a bundle with this digest lies once it is unpacked."""
    return place / f"autograder-{name}"


def unpack(bundle: Bundle, place: Path) -> Path:
    """The bundle's folder below `place`, written aside first so that it is whole or not there."""
    folder = folder_of(place, bundle.digest)
    if folder.is_dir():
        return folder
    if digest(bundle.files) != bundle.digest:
        raise ProtocolError("the suite was damaged on its way to a Dask worker")
    temporary = Path(tempfile.mkdtemp(dir=place, prefix=f"{folder.name}."))  # for this user only
    for name, content in bundle.files.items():
        file = temporary / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    try:
        os.rename(temporary, folder)  # noqa: PTH104 - must fail where another thread was first
    except OSError:
        shutil.rmtree(temporary)
    return folder
