"""What a hidden test's end means: whose fault it is, and the words for each of the two.

A check that fails is the student's. Any other exception may be either's: the test may be wrong, or be
unable to compute with an odd answer. Then the same test is asked of the reference, and that decides:
see `autograder.grading.settle`.
"""

from pathlib import Path

import msgspec
import pytest

from autograder.diagnose import Transcript
from autograder.errors import (
    CheckFailure,
    CourseError,
    IsolationError,
    ReferenceFault,
    TorchChanged,
)
from autograder.protocol.steps import Lost, Value
from autograder.results import Comparison, Outcome
from autograder.suite.differences import Difference
from autograder.suite.student import NoAnswer, article
from autograder.suite.subtests import SubtestsFailed

Places = tuple[str, ...] | msgspec.UnsetType
OptionalComparison = Comparison | msgspec.UnsetType
LEAVES_THE_COUNT = (pytest.skip.Exception, pytest.xfail.Exception)


class Ending(msgspec.Struct, frozen=True):
    """A test's outcome and message; `doubt`: the message where it is the student's after all."""

    outcome: Outcome
    message: str = ""
    places: Places = msgspec.UNSET
    comparison: OptionalComparison = msgspec.UNSET
    doubt: str = ""
    left_out: bool = False  # skipped, or expected to fail


def ending_of(excinfo: pytest.ExceptionInfo | None, transcript: Transcript | None = None) -> Ending:
    """How a test ended, by what was raised in it and what was asked in it."""
    if excinfo is None:
        return Ending("passed")
    error = excinfo.value
    if isinstance(error, SubtestsFailed):
        return _of_subtests(error, transcript)
    if isinstance(error, NoAnswer):
        return Ending(_without_answer(error), str(error))
    if isinstance(error, CheckFailure):
        compared = error.comparison if isinstance(error, Difference) else msgspec.UNSET
        return Ending("failed", str(error), error.places or msgspec.UNSET, compared)
    if isinstance(error, LEAVES_THE_COUNT):
        return left_out(str(error.msg or "no reason"))
    if isinstance(error, IsolationError | TorchChanged):  # this host's: its words hold no input
        return Ending("error", str(error))
    sure = isinstance(error, CourseError) and not isinstance(error, ReferenceFault)
    doubt = "" if sure else _cannot_compute(error, transcript)
    return Ending("error", _course_fault(excinfo), doubt=doubt)


def left_out(reason: str) -> Ending:
    """The end of a test that counts for nobody, unless only this hand-in makes it so."""
    doubt = "what came back makes this test give up"
    return Ending("error", f"is left out: {reason}", doubt=doubt, left_out=True)


def _without_answer(error: NoAnswer) -> Outcome:
    if isinstance(error.answer, Lost):
        return error.answer.kind
    kinds: dict[str, Outcome] = {"todo": "todo", "memory": "memory"}
    return kinds.get(error.answer.kind, "failed")


def _of_subtests(failed: SubtestsFailed, transcript: Transcript | None) -> Ending:
    ending = ending_of(failed.first, transcript)
    prefix = f"{failed.count} of {failed.total} subtests failed; the first, {failed.name}: "
    doubt = ending.doubt and prefix + ending.doubt
    return msgspec.structs.replace(
        ending, message=prefix + ending.message, comparison=msgspec.UNSET, doubt=doubt
    )


def _cannot_compute(error: BaseException, transcript: Transcript | None) -> str:
    """What a student reads where the test breaks on these answers only."""
    last_answer = _last_answer(transcript)
    if isinstance(error, pytest.fail.Exception) and "Timeout" in str(error.msg):
        return f"this test does not end with what came back{last_answer}"
    if isinstance(error, AssertionError | pytest.fail.Exception):
        return f"what came back is not what this test expects{last_answer}"
    return f"this test cannot compute with what came back ({type(error).__name__}){last_answer}"


def _last_answer(transcript: Transcript | None) -> str:
    if transcript is None or not transcript.steps:
        return ""
    step, answer = transcript.steps[-1]
    if not isinstance(answer, Value):
        return ""
    kind = article(answer.value)
    dtype, shape = (getattr(answer.value, name, None) for name in ("dtype", "shape"))
    details = f" of dtype {dtype} and shape {tuple(shape)}" if dtype and shape is not None else ""
    return f"; the last answer, from `{step.says}`, is {kind}{details}"


def _course_fault(excinfo: pytest.ExceptionInfo) -> str:
    """Where the course's code broke. Its message may hold a hidden input, so it is left out."""
    place = excinfo.traceback[-1] if len(excinfo.traceback) else None
    for entry in excinfo.traceback:
        if "grading_tests" in str(entry.path):
            place = entry
    location = f" at {Path(place.path).name}:{place.lineno + 1}" if place else ""
    return f"the course's own test broke ({type(excinfo.value).__name__}{location})"
