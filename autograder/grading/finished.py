"""Defines what comes out of grading one hand-in."""

import msgspec

from autograder.results import Result
from autograder.submission.record import Submission


class Finished(msgspec.Struct, frozen=True):
    """A hand-in with its result, which may be `kept` from an earlier run."""

    submission: Submission
    result: Result
    kept: bool = False
