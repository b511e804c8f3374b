"""Replays a student's calls on mistakes, and names those that give the student's answers.

A mistake explains a question when, on every recorded call of the functions it replaces, it gives
the student's answers. Where none does, nothing is said: no guess.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from autograder.diagnose.agree import agree
from autograder.diagnose.catalogue import Catalogue, Misconception
from autograder.diagnose.compare import Pair, compared
from autograder.diagnose.transcript import Transcript

Accepts = Callable[[Transcript, Mapping[str, Any]], bool]
"""Whether a test passes, asked of a namespace instead of the student's code."""


def explain(
    transcripts: Iterable[Transcript],
    catalogue: Catalogue,
    question: str,
    wrong: bool = True,
    broken: Callable[[Misconception, Exception], None] | None = None,
    accepts: Accepts | None = None,
) -> list[Misconception]:
    """The misconceptions of a question that give the student's answers throughout.

    Where nothing is `wrong`, only remarks are looked at. `broken` is told of a misconception that
    cannot be compared with these answers: that costs the advice, never a grade.
    """
    transcripts = list(transcripts)
    found = []
    for misconception in catalogue.by_question.get(question, ()):
        if not wrong and not misconception.remark:
            continue
        try:
            if explains(transcripts, catalogue, misconception, accepts):
                found.append(misconception)
        except Exception as error:
            if broken is None:
                raise
            broken(misconception, error)
    return found


def explains(
    transcripts: Sequence[Transcript],
    catalogue: Catalogue,
    mistake: Misconception,
    accepts: Accepts | None = None,
) -> bool:
    """Whether a mistake gives all answers, and gives some that the reference does not.

    A test that passed although the reference answers otherwise has several right answers (tied
    maxima, say): which of them a student's code gives tells nothing about its mistake, unless the
    student's answer is the reference's just where the mistake's is not, or the test itself,
    asked of the mistake, fails.
    """
    wrong, right = catalogue.namespace(mistake), catalogue.correct
    unlike = []
    for transcript in sorted(transcripts, key=lambda one: one.passed):  # most telling first
        if agrees(transcript, wrong, mistake):
            continue
        ambiguous = transcript.passed and not mistake.remark
        mistaken = compared(transcript, wrong, mistake.names)
        correct = compared(transcript, right, mistake.names)
        if not ambiguous or is_contradicted(mistaken, correct, mistake):
            return False
        unlike.append(transcript)
    telling = (one for one in transcripts if mistake.remark or not one.passed)
    if not any(not agrees(transcript, right, mistake) for transcript in telling):
        return False
    return accepts is None or all(accepts(transcript, wrong) for transcript in unlike)


def agrees(transcript: Transcript, namespace: Mapping[str, Any], mistake: Misconception) -> bool:
    """Whether a namespace answers a conversation as the student did, as far as `mistake` goes."""
    pairs = compared(transcript, namespace, mistake.names)
    return all(agree(theirs, ours, mistake.alike) for _, theirs, ours in pairs)


def is_contradicted(wrong: Iterable[Pair], right: Iterable[Pair], mistake: Misconception) -> bool:
    """Whether the student gives the right answer to a step where the mistake gives another.

    Pairs of one transcript: its answers beside the mistake's, and beside the reference's.
    """
    return any(
        agree(right_pair.theirs, right_pair.ours, mistake.alike)
        and not agree(wrong_pair.theirs, wrong_pair.ours, mistake.alike)
        # whose objects lack what the student's have is asked no more
        for wrong_pair, right_pair in zip(wrong, right, strict=False)
    )
