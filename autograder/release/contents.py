"""Works out, without writing anything, every file that a released assignment holds."""

from pathlib import Path

from autograder import public
from autograder.course.assignment import Assignment, load
from autograder.course.defined_names import absent_from_reference, absent_from_solution
from autograder.course.judging_files import files_in
from autograder.errors import AssignmentError
from autograder.release.handout import handout, render
from autograder.release.notebook import notebook
from autograder.release.public_tests import remarks_on
from autograder.release.strip import answers, has_answers, leaks, strip

LESSON, TESTS = "lesson.py", "test_public.py"
PUBLIC = Path(public.__file__).parent
BESIDE = {"checking.py": PUBLIC / "checking.py", "conftest.py": PUBLIC / "explain.py"}


def contents(course: Path, slug: str) -> dict[str, bytes]:
    """Path inside the folder to bytes, sorted; the same course always gives the same bytes.

    `AssignmentError` when a source is missing or wrong, or when a line of an answer would get out.
    """
    assignment = load(course / "grading_tests" / slug)
    folder = course / "solutions" / slug
    for name in (assignment.module, LESSON, TESTS):
        if not (folder / name).is_file():
            raise AssignmentError(f"{folder / name} is missing: every assignment needs one")
    for sentence in absent_from_solution(course, assignment):
        raise AssignmentError(sentence)
    files: dict[str, bytes] = {}
    secret: frozenset[str] = frozenset()
    for path in sorted(files_in(folder)):
        name, content, hidden = _released(path, folder, assignment)
        files[name] = content
        secret |= hidden
    for name, path in BESIDE.items():
        files.setdefault(name, path.read_bytes())  # a course may have its own
    for name, text in render(assignment, handout(files, assignment)).items():
        if name in files:
            raise AssignmentError(f"{folder / name}: release writes {name} itself; delete this one")
        files[name] = text.encode()
    for leak in leaks(secret, files):
        raise AssignmentError(f"{slug}: {leak}")
    return dict(sorted(files.items()))


def remarks(course: Path, slug: str) -> list[str]:
    """What does not stop a release, and should be known: sentences on public tests and reference."""
    assignment = load(course / "grading_tests" / slug)
    public_tests = remarks_on(course / "solutions" / slug / TESTS, assignment)
    return [*public_tests, *absent_from_reference(course, assignment)]


def _released(
    path: Path, folder: Path, assignment: Assignment
) -> tuple[str, bytes, frozenset[str]]:
    """Name and bytes of what students get for this file, and the lines they must not get."""
    name = path.relative_to(folder).as_posix()
    if path.suffix != ".py":
        return name, path.read_bytes(), frozenset()
    source = _read(path)
    if name == LESSON:
        if has_answers(source):
            raise AssignmentError(f"{path}: a lesson holds no solution; move it to the module")
        return "lesson.ipynb", notebook(source, path, assignment).encode(), frozenset()
    if name == assignment.module or has_answers(source):
        return name, strip(source, path).encode(), answers(source, path)
    return name, source.encode(), frozenset()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise AssignmentError(f"{path}: not UTF-8 ({error}); save it as UTF-8") from None
