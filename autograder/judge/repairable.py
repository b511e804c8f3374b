"""Which tests of a question an edit of its code may bring to pass, and what they are known to ask with."""

from collections.abc import Sequence

import numpy as np
import torch

from autograder.diagnose import Pair, Reference, Transcript, agree, is_about, refs_of
from autograder.protocol.steps import Answer, Lost, Raised
from autograder.protocol.steps import Value as Answered
from autograder.worker.answering import tool_of
from autograder.worker.answering.trees import mapped

STEP_BYTES = 1024
MOST_NUMBERS = 8
_NO_CODE = ("todo", "missing", "forbidden", "import")


def is_repairable(transcript: Transcript, names: Sequence[str]) -> bool:
    """Whether a test failed by what code of these names gave: it was there, allowed, and returned."""
    if transcript.passed or not transcript.test:
        return False
    answers = [answer for _, answer in transcript.steps]
    if any(isinstance(answer, Raised) and answer.kind in _NO_CODE for answer in answers):
        return False
    return any(is_about(step, tuple(names), set()) for step, _ in transcript.steps)


def first_wrong(
    failed: Sequence[Transcript], names: Sequence[str], reference: Reference
) -> list[Pair]:
    """The first wrong answer of each test; none where objects are asked: a call alone tells nothing."""
    wrong = [_first_wrong(reference.pairs(each, tuple(names))) for each in failed]
    return [pair for pair in wrong if pair] if all(wrong) else []


def has_one_answer(
    passed: Sequence[Transcript], names: Sequence[str], reference: Reference
) -> bool:
    """Whether the tests have accepted the reference's answers alone."""
    pairs = [pair for each in passed for pair in reference.pairs(each, tuple(names))]
    return all(agree(pair.theirs, pair.ours) for pair in pairs)


def may_be_right(answer: Answer, pair: Pair, *, has_one_answer: bool) -> bool:
    """Whether an answer could be right in the place of a wrong one: never the same wrong one again."""
    if has_one_answer or not isinstance(answer, Answered):
        return agree(answer, pair.ours)
    return not agree(answer, pair.theirs)


def _first_wrong(pairs: Sequence[Pair]) -> Pair | None:
    wrong = next((pair for pair in pairs if not agree(pair.theirs, pair.ours)), None)
    if wrong is None or wrong.step.verb not in ("call", "vjp") or refs_of(wrong.step):
        return None
    return None if refs_of(wrong.ours) or tool_of(wrong.step) else wrong


def ended(transcript: Transcript) -> bool:
    """Whether the student's code ended its worker in a test, or had to be ended: an edit may, too."""
    return any(isinstance(answer, Lost) for _, answer in transcript.steps)


def slowest_call(transcript: Transcript) -> float:
    """How long the slowest call of a test took."""
    seconds = [answer.seconds for _, answer in transcript.steps if isinstance(answer, Answered)]
    return max(seconds, default=0.0)


def seconds_of(transcript: Transcript) -> float:
    """How long the student's code took in a test."""
    return sum(answer.seconds for _, answer in transcript.steps if isinstance(answer, Answered))


def weight(transcript: Transcript) -> int:
    """What a test costs, told by what it sends: bytes, and a kilobyte for each step."""
    sizes = [STEP_BYTES * len(transcript.steps)]
    kinds = dict.fromkeys((torch.Tensor, np.ndarray), lambda x: sizes.append(x.nbytes))
    for step, _ in transcript.steps:
        mapped((step.args, step.kwargs), kinds)
    return sum(sizes)


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
