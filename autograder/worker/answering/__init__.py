"""Answers a test's questions from memory: the student's code in a worker, the reference in the judge."""

from autograder.worker.answering.direct import Direct, seed_everything
from autograder.worker.answering.faults import Forbidden, Missing, raised, unsendable
from autograder.worker.answering.local import Local

__all__ = ["Direct", "Forbidden", "Local", "Missing", "raised", "seed_everything", "unsendable"]
