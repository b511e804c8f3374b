"""What a grade depends on, as one hash: an unchanged hand-in is not graded twice."""

import contextlib
import functools
import hashlib
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

import autograder
from autograder.course.judging_files import judging_files
from autograder.deciding import deciding_files
from autograder.submission.record import Submission


def digest(parts: Mapping[str, bytes]) -> str:
    """SHA-256 of named contents, whatever their order."""
    whole = hashlib.sha256()
    for name in sorted(parts):
        content = hashlib.sha256(parts[name]).digest()
        whole.update(f"{len(name)}:{name}".encode("utf-8", "surrogatepass") + content)
    return whole.hexdigest()


def digest_of_suite(course: Path, slug: str, preload: Iterable[str], data: str | None) -> str:
    """SHA-256 of all that judges, but the engine: the course's files, its data, libraries' versions.

    Ask it where grades are made: another machine may have other versions.
    """
    python = ".".join(map(str, sys.version_info[:2]))
    versions = {name: _version(name) for name in ("torch", "numpy", *preload)}
    rest = {
        "data": digest_of_data(data),
        "python": python,
        "versions": repr(sorted(versions.items())),
    }
    files = judging_files(course, slug)
    return digest(
        {f"file/{name}": content for name, content in files.items()}
        | {name: text.encode() for name, text in rest.items()}
    )


def _version(module: str) -> str:
    """The version of what a module belongs to, its local build included; "" where it has none."""
    name = module.partition(".")[0]
    for distribution in (name, *metadata.packages_distributions().get(name, ())):
        with contextlib.suppress(metadata.PackageNotFoundError):
            return metadata.version(distribution)
    return ""


def digest_of_data(place: str | None) -> str:
    """SHA-256 of the names, sizes and dates of a data set's files; "" where none is named."""
    if not place:
        return ""
    path = Path(place)
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    stats = {str(file): file.stat() for file in files if file.is_file()}
    return digest({name: f"{s.st_size} {s.st_mtime_ns}".encode() for name, s in stats.items()})


@functools.cache
def digest_of_engine() -> str:
    """SHA-256 of this package's own code, as far as it can change a grade."""
    return digest(deciding_files(Path(autograder.__file__).parent))


def fingerprint(submission: Submission, suite: str, device: str) -> str:
    """SHA-256 of submission, suite, engine and device."""
    parts = {f"file/{name}": content for name, content in submission.files.items()}
    rest = {
        "main": submission.main,
        "problem": submission.problem,
        "suite": suite,
        "engine": digest_of_engine(),
        "device": device,
    }
    return digest({**parts, **{name: text.encode() for name, text in rest.items()}})
