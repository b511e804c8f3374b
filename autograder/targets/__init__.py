"""Whatever answers a test's questions: steps, answers, and the target that answers from memory."""

from autograder.targets.direct import Direct, seed_everything
from autograder.targets.faults import Forbidden, Missing, raised, unsendable
from autograder.targets.local import Local
from autograder.targets.steps import Answer, Lost, Raised, Step, Target, Value
from autograder.wire import Ref, Seeded

__all__ = [
    "Answer",
    "Direct",
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
    "unsendable",
]
