"""Writes the files of a new assignment or course, where none of them exists yet."""

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.errors import UsageError
from autograder.scaffold.names import Names, as_title

TEMPLATES = Path(__file__).parent / "templates"
SUITES, PACKAGE = "grading_tests", "reference/__init__.py"
COURSE = {"README.md": "README.md", "gitignore": ".gitignore"}  # template -> file


def new_assignment(course: Path, names: Names) -> list[Path]:
    """Write the files of an assignment into a course; `UsageError` where one of them exists."""
    files = {course / path: text for path, text in assignment_files(names).items()}
    released = course / "assignments" / names.slug
    _refuse_existing([*(path.parent for path in files if names.slug in path.parts), released])
    _refuse_existing(course / path for path in (f"reference/{names.module}.py",))
    if not (course / PACKAGE).exists():
        files[course / PACKAGE] = '"""Right answers, one file a topic."""\n'
    return _write(files)


def new_course(course: Path) -> list[Path]:
    """Begin a course in a folder, new or not; what is there already stays as it is."""
    _make(course / SUITES)
    files = {course / file: _rendered(f"course/{name}") for name, file in COURSE.items()}
    return _write({path: text for path, text in files.items() if not path.exists()})


def assignment_files(names: Names) -> dict[str, str]:
    """Path in the course to text."""
    suite, solution = f"{SUITES}/{names.slug}", f"solutions/{names.slug}"
    places = {
        "assignment.toml": f"{suite}/assignment.toml",
        "misconceptions.py": f"{suite}/misconceptions.py",
        "reference.py": f"reference/{names.module}.py",
        "solution.py": f"{solution}/{names.module}.py",
        "lesson.py": f"{solution}/lesson.py",
        "test_public.py": f"{solution}/test_public.py",
    }
    files = {path: _rendered(f"assignment/{name}", names=names) for name, path in places.items()}
    for id in names.questions:
        text = _rendered("assignment/test_question.py", names=names, id=id)
        files[f"{suite}/test_{id}.py"] = text
    return files


def _rendered(name: str, **context: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  Python, TOML and Markdown of checked names; no HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["title"] = as_title
    return environment.get_template(f"{name}.jinja").render(context)


def _refuse_existing(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.exists() or path.is_symlink():
            raise UsageError(
                f"{path} exists already, and nothing is overwritten: choose another SLUG, or add "
                "what is missing by hand"
            )


def _write(files: dict[Path, str]) -> list[Path]:
    for path, text in files.items():
        _make(path.parent)
        with path.open("x", encoding="utf-8") as file:  # x: never over another file
            file.write(text)
    return list(files)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UsageError(f"{folder} is a file: a course needs a folder there") from None
