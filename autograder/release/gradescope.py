"""A Gradescope autograder: engine, hidden suite and reference of one assignment in a zip, and how to run them.

gradescope-autograders.readthedocs.io, "Autograder Specifications": `setup.sh` and `run_autograder`
stand at the root of the zip. The solution is not in it. It is for Gradescope, never for students.
"""

from collections.abc import Collection, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

import autograder
from autograder.course.assignment import load
from autograder.course.imports import canonical
from autograder.course.judging_files import files_in, judging_files
from autograder.errors import UsageError
from autograder.release.handout import imported_packages
from autograder.release.release import write_zip

SCRIPTS = Path(__file__).parent / "scripts"
DISTRIBUTION = "autograder-cnn"
EDITABLE = "editables"  # what our own package needs where it is installed with -e


def gradescope_zip(course: Path, slug: str, out: Path) -> Path:
    """Write the autograder of an assignment; the same course always gives the same bytes."""
    assignment = load(course / "grading_tests" / slug)  # says what is wrong while somebody looks
    if out.suffix != ".zip":
        raise UsageError(f"--out {out}: Gradescope takes a zip; give a name that ends in .zip")
    files = _files(course, slug)
    packages = {*assignment.packages, *_of_hand_ins(course / "assignments" / slug)}
    files["requirements.txt"] = "".join(f"{pin}\n" for pin in pins(packages)).encode()
    scripts = ("setup.sh", "run_autograder")
    files |= {name: (SCRIPTS / name).read_bytes() for name in scripts}
    return write_zip(dict(sorted(files.items())), out, executable=scripts)


def _files(course: Path, slug: str) -> dict[str, bytes]:
    files = {"assignment": f"{slug}\n".encode()}
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
    return files


def _of_hand_ins(released: Path) -> frozenset[str]:
    """What hand-ins may import: whatever the files import that students were given."""
    files = {path.relative_to(released).as_posix(): path for path in files_in(released)}
    return imported_packages({name: path.read_bytes() for name, path in files.items()})


def pins(packages: Collection[str]) -> list[str]:
    """What the engine and these packages need, each in the version that is installed here."""
    try:
        distributions = {canonical(name) for name in packages}
        for name in (DISTRIBUTION, *packages):
            distributions |= set(needed(name))
        return sorted(f"{name}=={_public(name)}" for name in distributions - {EDITABLE})
    except metadata.PackageNotFoundError as error:
        raise UsageError(
            f"{error.name} is not installed here, so its version is unknown. Install it with: "
            f"pip install {error.name}"
        ) from None


def needed(
    distribution: str, extras: tuple[str, ...] = ("",), visited: set[str] | None = None
) -> Iterator[str]:
    """The names of all packages that one needs on this system, and those that these need."""
    visited = set() if visited is None else visited
    for text in metadata.requires(distribution) or ():
        need = Requirement(text)
        is_needed = not need.marker or any(
            need.marker.evaluate({"extra": extra}) for extra in extras
        )
        name = canonical(need.name)
        if not is_needed or name in visited:
            continue
        visited.add(name)
        yield name
        yield from needed(name, ("", *need.extras), visited)


def _public(name: str) -> str:
    """The version without what only a build here is called, such as +cpu."""
    return metadata.version(name).partition("+")[0]
