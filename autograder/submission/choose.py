"""Chooses the file of a hand-in that is graded."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from autograder.course.assignment import Assignment
from autograder.errors import SubmissionError
from autograder.submission.kinds import (
    is_archive,
    is_handed_out_notebook,
    is_module,
    is_notebook,
)
from autograder.submission.names import listed, shown

NOT_A_SOLUTION = {"conftest.py", "__init__.py", "setup.py"}


def choose(paths: Iterable[str], assignment: Assignment) -> tuple[str, tuple[str, ...]]:
    """Returns the path to grade and notes on the choice; `SubmissionError` when it is not clear."""
    paths = sorted(paths)
    module = assignment.module
    notebooks = [path for path in paths if is_notebook(path)]
    exact = [path for path in paths if _name(path) == module]
    similar = [path for path in paths if _name(path).lower() == module.lower()]
    named = exact or similar
    if named and not (notebooks and assignment.counts == "notebook"):
        main = _shallowest(named, module)
        return main, _notes(main, module, [*named, *notebooks])
    other_modules = [path for path in paths if _may_be_a_solution(path) and path not in named]
    if notebooks:
        main = _shallowest(_preferred(notebooks, assignment), module)
        return main, _notes(main, module, [*notebooks, *named, *other_modules])
    if len(other_modules) == 1:
        return other_modules[0], _notes(other_modules[0], module, [])
    raise _missing(module, other_modules or paths)


def _name(path: str) -> str:
    return PurePosixPath(path).name


def _shallowest(paths: list[str], module: str) -> str:
    depth = min(path.count("/") for path in paths)
    top = [path for path in paths if path.count("/") == depth]
    if len(top) > 1:
        raise SubmissionError(
            f"Expected one {module}; found {listed(top)}. "
            f"Hand in only the one to be graded, named {module}."
        )
    return top[0]


def _preferred(notebooks: list[str], assignment: Assignment) -> list[str]:
    lessons = [path for path in notebooks if is_handed_out_notebook(path, assignment.slug)]
    return lessons or notebooks


def _may_be_a_solution(path: str) -> bool:
    name = _name(path)
    return is_module(name) and not name.startswith("test_") and name not in NOT_A_SOLUTION


def _notes(main: str, module: str, candidates: list[str]) -> tuple[str, ...]:
    ignored = [path for path in candidates if path != main]
    verb = "were" if len(ignored) > 1 else "was"
    graded = f"graded {shown(main)}"
    if is_module(main) and _name(main) != module:
        graded += f" as {module}"
    if ignored:
        return (f"{graded}; {listed(ignored)} {verb} ignored",)
    return (graded,) if main != module and is_module(main) else ()


def _missing(module: str, paths: list[str]) -> SubmissionError:
    if not paths:
        return SubmissionError(
            f"Expected {module}; the hand-in holds no files. Put {module} in it and hand it in again."
        )
    if any(is_archive(path) for path in paths):
        return SubmissionError(
            f"Expected {module}; found {listed(paths)}. "
            f"Hand in {module} itself, not in an archive inside the hand-in."
        )
    return SubmissionError(
        f"Expected {module}; found {listed(paths)}. "
        f"Rename the file with your solution to {module} and hand it in again."
    )
