"""What was asked and answered in one test, kept until mistakes are replayed on it."""

from typing import Any

import msgspec
import numpy as np
import torch

from autograder.protocol.steps import Answer, Lost, Step, Value
from autograder.worker.answering.trees import mapped

MOST_BYTES = 256 << 20  # of one hand-in's data: a judge has no limit of its own
_NOT_KEPT = Lost("memory", "is too large to be kept")  # no mistake ever answers so


class Room(msgspec.Struct):
    """How many bytes the transcripts of one hand-in may still keep."""

    left: int = MOST_BYTES

    def take(self, size: int) -> bool:
        """Whether there was room for that many bytes more."""
        fits = size <= self.left
        self.left -= size if fits else 0
        return fits


class Transcript(msgspec.Struct):
    """One test's conversation with the student's code, and whether the test passed."""

    steps: list[tuple[Step, Answer]] = []
    passed: bool = False
    test: str = ""  # its id, where it can be asked again
    room: Room = msgspec.field(default_factory=Room)

    def record(self, step: Step, answer: Answer) -> None:
        """Note one step; where there is no room left, only that it was."""
        if self.room.take(_size_of(step, answer)):
            self.steps.append((step, answer))
        else:
            bare = msgspec.structs.replace(step, args=(), kwargs={}, cotangent=None)
            self.steps.append((bare, _NOT_KEPT))


def _size_of(step: Step, answer: Answer) -> int:
    """The bytes of the data in a step and its answer; an answer may come back as an argument."""
    sizes: list[int] = []

    def note(value: Any) -> None:
        sizes.append(len(value) if isinstance(value, bytes) else value.nbytes)

    given = answer.value if isinstance(answer, Value) else None
    kinds = dict.fromkeys((torch.Tensor, np.ndarray, bytes), note)
    mapped((step.args, step.kwargs, step.cotangent, given), kinds)
    return sum(sizes)
