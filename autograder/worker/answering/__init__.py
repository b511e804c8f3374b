"""Answers a test's questions from memory: the student's code in a worker, the reference in the judge."""

from autograder.worker.answering.direct import Direct, seed_everything
from autograder.worker.answering.faults import Forbidden, Missing, raised, unsendable
from autograder.worker.answering.local import Local
from autograder.worker.answering.registry import Tool, tool_names, tool_of

__all__ = [
    "Direct",
    "Forbidden",
    "Local",
    "Missing",
    "Tool",
    "raised",
    "seed_everything",
    "tool_names",
    "tool_of",
    "unsendable",
]
