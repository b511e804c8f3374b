"""A Gradescope autograder: engine, hidden suite and reference of one assignment in a zip, and how to run them.

gradescope-autograders.readthedocs.io, "Autograder Specifications": `setup.sh` and `run_autograder`
stand at the root of the zip. The solution is not in it. It is for Gradescope, never for students.
"""

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

import autograder
from autograder.assignment import load
from autograder.errors import UsageError
from autograder.judging_files import files_in, judging_files
from autograder.release.release import write_zip

SCRIPTS = Path(__file__).parent / "scripts"
DISTRIBUTION = "autograder-cnn"
EXTRAS = ("", "vision")  # what suites may use beside torch
ALSO = "matplotlib"  # hand-ins draw
EDITABLE = "editables"  # what our own package needs where it is installed with -e


def gradescope_zip(course: Path, slug: str, out: Path) -> Path:
    """Write the autograder of an assignment; the same course always gives the same bytes."""
    load(course / "grading_tests" / slug)  # says what is wrong while somebody looks
    if out.suffix != ".zip":
        raise UsageError(f"--out {out}: Gradescope takes a zip; give a name that ends in .zip")
    return write_zip(_files(course, slug), out, executable=("setup.sh", "run_autograder"))


def _files(course: Path, slug: str) -> dict[str, bytes]:
    files = {name: (SCRIPTS / name).read_bytes() for name in ("setup.sh", "run_autograder")}
    files["assignment"] = f"{slug}\n".encode()
    files["requirements.txt"] = "".join(f"{pin}\n" for pin in pins()).encode()
    engine = Path(autograder.__file__).parent
    for name, content in judging_files(course, slug).items():
        files[f"course/{name}"] = content
    folders = {
        "engine/autograder": engine,
        f"course/assignments/{slug}": course / "assignments" / slug,
    }
    for place, folder in folders.items():
        for path in sorted(files_in(folder)):
            files[f"{place}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    if not any(name.startswith("course/assignments/") for name in files):
        raise UsageError(f"assignments/{slug} is empty: run `autograder release {slug}` first")
    return dict(sorted(files.items()))


def pins() -> list[str]:
    """What grading needs, each package in the version that is installed here."""
    try:
        found = set(_needed(DISTRIBUTION, EXTRAS)) | {ALSO, *_needed(ALSO, ("",))}
        return sorted(f"{name}=={_public(name)}" for name in found - {EDITABLE})
    except metadata.PackageNotFoundError as error:
        raise UsageError(
            f"{error.name} is not installed here, so its version is unknown. Install it with: "
            f"pip install '{DISTRIBUTION}[lessons,vision]'"
        ) from None


def _needed(
    distribution: str, extras: tuple[str, ...], seen: set[str] | None = None
) -> Iterator[str]:
    """The names of all packages that one needs on this system, and those that these need."""
    seen = set() if seen is None else seen
    for text in metadata.requires(distribution) or ():
        need = Requirement(text)
        wanted = not need.marker or any(need.marker.evaluate({"extra": one}) for one in extras)
        name = need.name.lower()
        if not wanted or name in seen:
            continue
        seen.add(name)
        yield name
        yield from _needed(name, ("", *need.extras), seen)


def _public(name: str) -> str:
    """The version without what only a build here is called, such as +cpu."""
    return metadata.version(name).partition("+")[0]
