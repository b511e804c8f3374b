"""Makes a class of hand-ins out of a few different modules, right and wrong."""

import tomllib
from pathlib import Path

SLUG = "a1_pooling"


def kinds(course: Path, slug: str = SLUG) -> dict[str, str]:
    """The course's own modules, right and wrong, by a name that tells where each is from."""
    module = module_name(course, slug)
    submitted = sorted((course / "examples" / "submitted").glob(f"*/{slug}/{module}"))
    paths = {
        "solution": course / "solutions" / slug / module,
        **{path.stem: path for path in sorted((course / "tests" / "styles" / slug).glob("*.py"))},
        **{path.parts[-3]: path for path in submitted},
    }
    return {name: path.read_text("utf-8") for name, path in paths.items()}


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
