"""Makes a class of hand-ins out of a few different modules, right and wrong."""

import re
import tomllib
from pathlib import Path

SLUG = "a1_pooling"
_ENDLESS = re.compile(r"^\s*while (True|1|not False):", re.MULTILINE)


def kinds(course: Path, slug: str = SLUG) -> dict[str, str]:
    """The course's own modules by a name that tells where each is from.

    One that loops for ever is left out: what it costs is its time limit, not the grader's work.
    """
    module = module_name(course, slug)
    paths = [
        course / "solutions" / slug / module,
        *sorted((course / "tests" / "styles" / slug).glob("*.py")),
        *sorted((course / "examples" / "submitted").glob(f"*/{slug}/{module}")),
    ]
    found = {_name(path, slug): path.read_text("utf-8") for path in paths}
    return {name: text for name, text in found.items() if not _ENDLESS.search(text)}


def module_name(course: Path, slug: str = SLUG) -> str:
    """What the assignment's module is called."""
    table = tomllib.loads((course / "grading_tests" / slug / "assignment.toml").read_text("utf-8"))
    return table["module"]


def write_class(folder: Path, sources: dict[str, str], count: int, term: str = "") -> list[Path]:
    """`count` hand-ins of all kinds in turn, no two alike: an equal one would not be graded twice."""
    folder.mkdir(parents=True)
    names = list(sources)
    paths = []
    for number in range(count):
        name = names[number % len(names)]
        path = folder / f"{number:03}-{name}.py"
        path.write_text(f"{sources[name]}\n# hand-in {term} {number}\n", "utf-8")
        paths.append(path)
    return paths


def kind_of(student: str) -> str:
    """The kind that a hand-in was copied from."""
    return student.split("-", 1)[1]


def _name(path: Path, slug: str) -> str:
    owner = path.parent.parent.name if path.parent.name == slug else path.stem
    return f"{owner}_{path.stem}" if owner == "solutions" else owner
