"""Whatever answers a test's questions: steps, answers, and the target that answers from memory."""

from autograder.targets.faults import Forbidden, Missing, raised
from autograder.targets.local import Local, seed_everything
from autograder.targets.steps import Answer, Lost, Raised, Step, Target, Value
from autograder.wire import Ref, Seeded

__all__ = [
    "Answer",
    "Forbidden",
    "Local",
    "Lost",
    "Missing",
    "Raised",
    "Ref",
    "Seeded",
    "Step",
    "Target",
    "Value",
    "raised",
    "seed_everything",
]
