"""Writes the files of a new assignment or course, where none of them exists yet."""

from pathlib import Path

from autograder.course.find import is_course
from autograder.errors import UsageError
from autograder.scaffold.names import Names, as_title
from autograder.text_templates import text_templates

TEMPLATES = Path(__file__).parent / "templates"
SUITES, PACKAGE = "grading_tests", "reference/__init__.py"
COURSE = {"README.md": "README.md", "gitignore": ".gitignore"}  # template -> file


def write_new(course: Path, names: Names | None) -> list[Path]:
    """Begin a course in a folder that is none yet, and write the files of an assignment into it.

    `UsageError` where one of an assignment's files exists: then nothing is written. What else is in
    the folder stays as it is.
    """
    files = {} if is_course(course) else _course_files(course)
    if names is not None:
        _refuse_existing(course, names)
        files |= {course / path: text for path, text in assignment_files(names).items()}
        if not (course / PACKAGE).exists():
            files[course / PACKAGE] = '"""Right answers, one file a topic."""\n'
    _make(course / SUITES)
    return _write(files)


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
    environment = text_templates(TEMPLATES)
    environment.filters["title"] = as_title
    return environment.get_template(f"{name}.jinja").render(context)


def _course_files(course: Path) -> dict[Path, str]:
    files = {course / file: _rendered(f"course/{name}") for name, file in COURSE.items()}
    return {path: text for path, text in files.items() if not path.exists()}


def _refuse_existing(course: Path, names: Names) -> None:
    folders = [f"{folder}/{names.slug}" for folder in (SUITES, "solutions", "assignments")]
    for path in [course / name for name in (*folders, f"reference/{names.module}.py")]:
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
