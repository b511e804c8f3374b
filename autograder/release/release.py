"""Writes a released assignment as a folder or a zip, and tells whether the folder is up to date.

What is written is either the old folder or the new one, never a part of one; a folder that no
release has made is left alone.
"""

import tempfile
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from autograder import atomic
from autograder.course.judging_files import files_in
from autograder.errors import UsageError
from autograder.release.contents import contents

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold: no clock in the bytes
REGULAR_FILE, PROGRAM = 0o100644, 0o100755


def release_folder(course: Path, slug: str, out: Path) -> Path:
    """Writes `out/slug`, in place of an older release of it, and returns its path.

    `UsageError` when something that is no release stands there; `AssignmentError` when the course
    is wrong. In both cases nothing is written.
    """
    files = contents(course, slug)
    target = out / slug
    _refuse_foreign(target)
    _make(out, out)
    with tempfile.TemporaryDirectory(prefix=f".{slug}.", dir=out) as scratch:
        fresh = Path(scratch) / "new"
        _write(files, fresh)
        _swap(fresh, target, Path(scratch) / "old")
    return target


def check_folder(course: Path, slug: str) -> list[str]:
    """How `assignments/slug` differs from what a release would write now: a sentence a file."""
    folder = course / "assignments" / slug
    expected = contents(course, slug)
    present = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_in(folder)}
    differences = []
    for name in sorted(expected | present):
        if name not in present:
            differences.append(f"{name} is missing")
        elif name not in expected:
            differences.append(f"{name} is extra: no release writes it")
        elif present[name] != expected[name]:
            differences.append(f"{name} is changed")
    return differences


def release_zip(course: Path, slug: str, out: Path) -> Path:
    """Writes the zip file `out`, which unpacks to a folder `slug`, and returns its path."""
    files = contents(course, slug)
    return write_zip({f"{slug}/{name}": content for name, content in files.items()}, out)


def write_zip(files: Mapping[str, bytes], out: Path, executable: Collection[str] = ()) -> Path:
    """Writes files into the zip `out`, whole or not at all, and returns its path."""
    if out.is_dir():
        raise UsageError(f"--out {out} is a folder: give the name of a zip")
    _make(out.parent, out)
    with (
        atomic.replacing(out) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, content in files.items():
            mode = PROGRAM if name in executable else REGULAR_FILE
            archive.writestr(_entry(name, mode), content)
    return out


def _make(folder: Path, out: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {out} cannot be written: {error.strerror}") from None


def _entry(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, on every system: the same bytes everywhere
    entry.external_attr = mode << 16
    return entry


def _refuse_foreign(target: Path) -> None:
    """Refuses to replace what is no release: one holds a lesson and the public assignment.toml."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"{target} is no folder; choose another --out")
    if not target.is_dir() or not any(target.iterdir()):
        return
    # grading_tests/<slug> has an assignment.toml too, but no notebook
    if not all((target / name).is_file() for name in ("assignment.toml", "lesson.ipynb")):
        raise UsageError(
            f"{target} is not empty and was not made by a release; choose another --out or move it"
        )


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _swap(fresh: Path, target: Path, old: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    target.rename(old)
    try:
        fresh.rename(target)
    except BaseException:  # an interrupt too: the old folder comes back
        old.rename(target)
        raise
