"""Which tests of a question an edit of its code may bring to pass, and what they are known to ask with."""

from collections.abc import Sequence

import numpy as np

from autograder.diagnose import Transcript, is_about
from autograder.protocol.steps import Lost, Raised
from autograder.protocol.steps import Value as Answered
from autograder.worker.answering import tool_of
from autograder.worker.answering.trees import mapped

MOST_NUMBERS = 8
_NO_CODE = ("todo", "missing", "forbidden", "import")


def is_repairable(transcript: Transcript, names: Sequence[str]) -> bool:
    """Whether a test failed by what code of these names gave: it was there, allowed, and returned."""
    if transcript.passed or not transcript.test:
        return False
    answers = [answer for _, answer in transcript.steps]
    if any(isinstance(answer, Lost) for answer in answers):
        return False
    if any(isinstance(answer, Raised) and answer.kind in _NO_CODE for answer in answers):
        return False
    return any(is_about(step, tuple(names), set()) for step, _ in transcript.steps)


def seconds_of(transcript: Transcript) -> float:
    """How long the student's code took in a test."""
    return sum(answer.seconds for _, answer in transcript.steps if isinstance(answer, Answered))


def trains(transcript: Transcript) -> bool:
    """Whether the grader trains a network in a test."""
    tools = (tool_of(step) for step, _ in transcript.steps)
    return any(tool is not None and not tool.counts_as_students_time for tool in tools)


def one_of_each(transcripts: Sequence[Transcript]) -> list[Transcript]:
    """The tests in their order, of each test function its first case before all others."""
    firsts: dict[str, Transcript] = {}
    for transcript in transcripts:
        firsts.setdefault(transcript.test.split("[")[0], transcript)
    rest = [each for each in transcripts if firsts[each.test.split("[")[0]] is not each]
    return [*firsts.values(), *rest]


def numbers_of(transcripts: Sequence[Transcript]) -> tuple[float, ...]:
    """Numbers that the tests ask with; none of them is ever told."""
    numbers: dict[float, None] = {}
    for transcript in transcripts:
        for step, _ in transcript.steps:
            kinds = dict.fromkeys((int, float), numbers.setdefault)
            mapped((step.args, step.kwargs), kinds)
    plain = [number for number in numbers if type(number) in (int, float) and np.isfinite(number)]
    return tuple(plain[:MOST_NUMBERS])


def lines_of(transcripts: Sequence[Transcript], file: str) -> frozenset[int]:
    """Lines of a file from which errors came."""
    answers = [answer for transcript in transcripts for _, answer in transcript.steps]
    raised = [answer for answer in answers if isinstance(answer, Raised)]
    return frozenset(answer.line for answer in raised if answer.file == file and answer.line)
