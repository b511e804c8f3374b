"""A course's catalogue of misconceptions: named wrong implementations with advice."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import msgspec

from autograder.course.assignment import Assignment
from autograder.diagnose.agree import Alike
from autograder.diagnose.edits import Edit, marked_edit
from autograder.diagnose.repair.code_edits import CodeEdit, marked_code_edit
from autograder.errors import AssignmentError

_MARK = "__instead_of__"


class Misconception(msgspec.Struct, frozen=True):
    """A named wrong implementation of `names`; `advice` is what a student reads.

    `alike` compares answers where equal code need not give equal data, as with random draws.
    A remark costs no points: it is named although, and also where, every test passes.
    """

    name: str
    names: tuple[str, ...]
    advice: str
    implementation: Any
    alike: Alike | None = None
    remark: bool = False


class Catalogue(msgspec.Struct, frozen=True):
    """The misconceptions of an assignment by question, and what is right everywhere else."""

    correct: Mapping[str, Any]
    by_question: Mapping[str, tuple[Misconception, ...]]
    edits: tuple[Edit, ...] = ()  # the course's own, tried like those that the engine knows
    code_edits: tuple[CodeEdit, ...] = ()  # the same

    def namespace(self, misconception: Misconception) -> dict[str, Any]:
        """What a student with just this misconception would hand in."""
        wrong = misconception.implementation
        replaced = {name: getattr(wrong, name, wrong) for name in misconception.names}
        return {**self.correct, **replaced}


def instead_of(
    *names: str, alike: Alike | None = None, remark: bool = False
) -> Callable[[Any], Any]:
    """Mark a wrong implementation (function or class) as standing in for these names.

    Where the names need different code, mark a class that holds a function for each of them.
    """

    def mark(implementation: Any) -> Any:
        setattr(implementation, _MARK, (names, alike, remark))
        return implementation

    return mark


def catalogue(module: ModuleType, assignment: Assignment) -> Catalogue:
    """The catalogue in a course's `misconceptions.py`, checked against the points table."""
    correct = getattr(module, "correct", None)
    correct = vars(correct) if isinstance(correct, ModuleType) else correct
    if not isinstance(correct, Mapping):
        raise AssignmentError(f"{module.__file__}: `correct` must be the module with right answers")
    question_of = {name: q.id for q in assignment.questions for name in q.names}
    found: dict[str, list[Misconception]] = {}
    for name, value in vars(module).items():
        if _MARK in getattr(value, "__dict__", {}):
            names, alike, remark = getattr(value, _MARK)
            _refuse_unknown(module, name, value, question_of)
            advice = " ".join((value.__doc__ or "").split("\n\n")[0].split())
            found.setdefault(question_of[names[0]], []).append(
                Misconception(name, names, advice, value, alike, remark)
            )
    edits = tuple(filter(None, (marked_edit(*item) for item in vars(module).items())))
    code_edits = tuple(filter(None, (marked_code_edit(*item) for item in vars(module).items())))
    by_question = {id: tuple(items) for id, items in found.items()}
    return Catalogue(correct, by_question, edits, code_edits)


def _refuse_unknown(module: ModuleType, name: str, value: Any, question_of: Mapping) -> None:
    place = f"{module.__file__}: misconception {name!r}"
    names, *_ = getattr(value, _MARK)
    unknown = [name for name in names if name not in question_of]
    if not names or unknown:
        raise AssignmentError(
            f"{place} replaces {unknown or 'nothing'}, which no question asks for"
        )
    if len({question_of[name] for name in names}) > 1:
        raise AssignmentError(f"{place} replaces names of two questions; write one for each")
    if not (value.__doc__ or "").strip():
        raise AssignmentError(f"{place} has no advice; say in its docstring what is wrong")
