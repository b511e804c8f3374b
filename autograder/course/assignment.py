"""Reads `assignment.toml`: an assignment's title, module, questions, points and limits."""

import math
import re
import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from autograder.course.settings_faults import fault_in
from autograder.errors import AssignmentError
from autograder.suggest import did_you_mean

Counts = Literal["module", "notebook"]  # which is graded where a hand-in has both
EXAMPLE = 'title = "Pooling"'
PACKAGE = re.compile(r"[A-Za-z0-9]+([._-]+[A-Za-z0-9]+)*")


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one hand-in may use. Clocks start after imports of the libraries."""

    import_seconds: float = 10.0
    call_seconds: float = 5.0
    training_seconds: float = 300.0  # for one training of the grader's, on top of the others
    total_seconds: float = 60.0
    memory_mb: int = 1024
    answer_mb: int = 64
    threads: int = 1
    preload: tuple[str, ...] = ()  # modules the warm process imports once, so that no hand-in pays

    @property
    def trainings_seconds(self) -> float:
        """What all trainings of a hand-in may take together."""
        return 2 * self.training_seconds


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of the points table."""

    id: str
    title: str
    points: float
    names: tuple[str, ...]  # what the student writes for it
    forbidden: tuple[str, ...] = ()  # patterns of ATen operators, such as "*max_pool*"
    bonus: bool = False


class Assignment(msgspec.Struct, frozen=True):
    """An assignment as the engine uses it; `slug` is its folder's name."""

    slug: str
    title: str
    module: str
    questions: tuple[Question, ...]
    limits: Limits = Limits()
    counts: Counts = "module"
    packages: tuple[str, ...] = ()  # what suite and hand-ins import beside the engine's packages

    @property
    def points(self) -> float:
        """What 100 % means: the points of all questions that are no bonus, or of all if all are."""
        regular = [question.points for question in self.questions if not question.bonus]
        return sum(regular or [question.points for question in self.questions])

    def question(self, id: str) -> Question:
        """The question with this id."""
        for question in self.questions:
            if question.id == id:
                return question
        ids = [question.id for question in self.questions]
        hint = did_you_mean(id, ids)
        raise AssignmentError(f"{self.slug} has no question {id!r}; it has {', '.join(ids)}{hint}")


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    module: str
    questions: tuple[Question, ...]
    limits: Limits = Limits()
    counts: Counts = "module"
    packages: tuple[str, ...] = ()


def load(folder: Path) -> Assignment:
    """The assignment in `folder/assignment.toml`; `AssignmentError` says what is wrong."""
    path = folder / "assignment.toml"
    try:
        settings = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise AssignmentError(f"{path} is missing: every assignment needs one") from None
    except OSError as error:
        raise AssignmentError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise AssignmentError(f"{path}: not UTF-8 ({error}); save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise AssignmentError(
            f"{path}: this is no TOML: {error}; a line is written: {EXAMPLE}"
        ) from None
    fault = fault_in(settings, _File)
    if fault:
        raise AssignmentError(f"{path}: {fault}")
    file = msgspec.convert(settings, _File)
    _refuse_contradictions(path, file)
    _refuse_package_names(path, file.packages)
    return Assignment(folder.name, **msgspec.structs.asdict(file))


def _refuse_contradictions(path: Path, file: _File) -> None:
    ids = [question.id for question in file.questions]
    names = [name for question in file.questions for name in question.names]
    for noun, values in (("question", ids), ("name", names)):
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise AssignmentError(f"{path}: {noun} {twice[0]!r} stands twice; keep one")
    if not file.questions:
        raise AssignmentError(f"{path}: there is no question; an assignment asks at least one")
    for question in file.questions:
        if not 0 < question.points < math.inf:
            raise AssignmentError(
                f"{path}: question {question.id!r} has {question.points} points; give more than 0"
            )
        if not question.names:
            raise AssignmentError(f"{path}: question {question.id!r} names nothing to write")
    if not file.module.endswith(".py") or not file.module.removesuffix(".py").isidentifier():
        raise AssignmentError(f"{path}: module {file.module!r} must be a file name such as a.py")
    for name, value in msgspec.structs.asdict(file.limits).items():
        if name != "preload" and not 0 < value < math.inf:
            raise AssignmentError(f"{path}: limit {name} is {value}; give more than 0")


def _refuse_package_names(path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        if not PACKAGE.fullmatch(name):
            raise AssignmentError(
                f"{path}: {name!r} in packages is no package's name; give it as pip knows it, "
                "such as matplotlib, without a version"
            )
