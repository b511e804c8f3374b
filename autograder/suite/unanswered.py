"""Tells whether no answer came because the suite asks for what nobody has: then it is the course's fault.

Only a suspicion is told here. The reference takes the same test, and that decides, so that no answer
of a hand-in can take a test out of the count: see `autograder.grading.settle`.
"""

from collections.abc import Mapping
from typing import Any

from autograder.course.assignment import Assignment
from autograder.protocol.steps import Raised, Step
from autograder.suggest import did_you_mean
from autograder.suite.student import NoAnswer
from autograder.worker.answering import Local, tool_names

TOOLS = "tools"  # what the engine itself gives a test
PROPS = "props"  # the course's helpers, which run beside the hand-in
MISSPELT = {"NameError", "AttributeError", "ImportError"}
ABSENT = "which neither the reference has nor `names` in assignment.toml"


class KnownNames:
    """What a suite may ask for: the reference's names, those of assignment.toml, props, tools."""

    def __init__(self, assignment: Assignment, correct: Mapping[str, Any] | None = None) -> None:
        self.correct = correct or {}  # {}: the course has no reference to ask
        self.asked = {name for question in assignment.questions for name in question.names}

    @property
    def reference_decides(self) -> bool:
        """Whether there is a reference that can take a doubtful test."""
        return bool(self.correct.keys() - {PROPS})

    def suspicion(self, error: NoAnswer) -> str:
        """What the course is told where a test may be misspelt; "" where the student is to blame."""
        answer, step = error.answer, error.step
        if not isinstance(answer, Raised):
            return ""
        is_in_props = _space(step) == PROPS and not answer.file  # no line of the hand-in ran
        if is_in_props and answer.kind == "raised" and MISSPELT & {*answer.bases}:
            return f"broke in `{step.says}` ({answer.error})" * self.reference_decides
        return self._absence(step) if answer.kind == "missing" else ""

    def _absence(self, step: Step) -> str:
        if step.root is not None:  # the reference's object may have it: only the test itself tells
            return f"asks for `{step.says}`, which no object has" * self.reference_decides
        first, _, rest = step.path.partition(".")
        if first == TOOLS:
            hint = did_you_mean(rest, tool_names())
            return (
                "" if rest in tool_names() else f"asks for the tool `{rest}`, which is none{hint}"
            )
        if self._has(step) or (first in self.asked and not self.reference_decides):
            return ""
        if first == PROPS and rest:
            return f"asks for `{step.path}`, which props.py has not"
        known = self.asked | {name for name in self.correct if not name.startswith("_")}
        return f"asks for `{step.path}`, {ABSENT}{did_you_mean(first, sorted(known))}"

    def _has(self, step: Step) -> bool:
        """Whether the reference has what the step speaks of."""
        answer = Local(self.correct).answer(Step(0, "get", step.path))
        return not (isinstance(answer, Raised) and answer.kind == "missing")


def _space(step: Step) -> str:
    return step.path.partition(".")[0] if step.root is None else ""
