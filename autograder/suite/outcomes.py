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
from autograder.suite.unanswered import KnownNames

Places = tuple[str, ...] | msgspec.UnsetType
OptionalComparison = Comparison | msgspec.UnsetType
# Each tells in `name` what is not there.
SPELT = (NameError, AttributeError, ImportError, ReferenceFault)
LEAVES_THE_COUNT = (pytest.skip.Exception, pytest.xfail.Exception)


class Ending(msgspec.Struct, frozen=True):
    """A test's outcome and message; `doubt`: the message where it is the student's after all."""

    outcome: Outcome
    message: str = ""
    places: Places = msgspec.UNSET
    comparison: OptionalComparison = msgspec.UNSET
    doubt: str = ""
    left_out: bool = False  # skipped, or expected to fail
    unanswered: bool = False  # the test may ask for what nobody has


def ending_of(
    excinfo: pytest.ExceptionInfo | None, known: KnownNames, transcript: Transcript | None = None
) -> Ending:
    """How a test ended, by what was raised in it, what it may ask for, and what it asked."""
    if excinfo is None:
        return Ending("passed")
    error = excinfo.value
    if isinstance(error, SubtestsFailed):
        return _of_subtests(error, known, transcript)
    if isinstance(error, NoAnswer):
        return _unanswered(error, excinfo, known)
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


def _unanswered(error: NoAnswer, excinfo: pytest.ExceptionInfo, known: KnownNames) -> Ending:
    suspicion = known.suspicion(error)
    if not suspicion:
        return Ending(_without_answer(error), str(error))
    message = f"the course's own test {suspicion}{_place(excinfo)}"
    doubt = str(error) if known.reference_decides else ""
    return Ending("error", message, doubt=doubt, unanswered=True)


def _without_answer(error: NoAnswer) -> Outcome:
    if isinstance(error.answer, Lost):
        return error.answer.kind
    kinds: dict[str, Outcome] = {"todo": "todo", "memory": "memory"}
    return kinds.get(error.answer.kind, "failed")


def _of_subtests(
    failed: SubtestsFailed, known: KnownNames, transcript: Transcript | None
) -> Ending:
    ending = ending_of(failed.first, known, transcript)
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
    """Where the course's code broke. Its message may hold a hidden input, so only a name is told."""
    kind, name = type(excinfo.value).__name__, _name_not_there(excinfo.value)
    return f"the course's own test broke ({kind}{_place(excinfo, ' at ')}{name})"


def _name_not_there(error: BaseException) -> str:
    """The name that the test asks for, where it may be misspelt."""
    name = getattr(error, "name", None) if isinstance(error, SPELT) else None
    if not isinstance(name, str) or not name.replace(".", "").isidentifier():
        return ""
    absent_from = "the reference has no " if isinstance(error, ReferenceFault) else ""
    return f": {absent_from}{name[:60]}"


def _place(excinfo: pytest.ExceptionInfo, before: str = "; see ") -> str:
    """File and line of the course's own code, the innermost."""
    place = excinfo.traceback[-1] if len(excinfo.traceback) else None
    for entry in excinfo.traceback:
        if "grading_tests" in str(entry.path):
            place = entry
    return f"{before}{Path(place.path).name}:{place.lineno + 1}" if place else ""
