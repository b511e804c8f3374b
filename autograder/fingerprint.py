"""What a grade depends on, as one hash: an unchanged hand-in is not graded twice."""

import functools
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import autograder
from autograder.submission.record import Submission


def digest(parts: Mapping[str, bytes]) -> str:
    """SHA-256 of named contents, whatever their order."""
    whole = hashlib.sha256()
    for name in sorted(parts):
        content = hashlib.sha256(parts[name]).digest()
        whole.update(f"{len(name)}:{name}".encode("utf-8", "surrogatepass") + content)
    return whole.hexdigest()


def digest_of_folders(folders: Iterable[Path]) -> str:
    """SHA-256 of all Python and TOML files in folders, by relative name."""
    files = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".toml") and path.is_file():
                files[f"{folder.name}/{path.relative_to(folder)}"] = path.read_bytes()
    return digest(files)


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
    """SHA-256 of this package's own code."""
    return digest_of_folders([Path(autograder.__file__).parent])


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
