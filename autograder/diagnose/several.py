"""Names several misconceptions at once, test by test.

Hidden tests isolate mistakes: where no single misconception gives all answers, each of some may
give those of the tests that it has an effect on. Nothing is named that any test contradicts.
"""

from collections.abc import Sequence
from itertools import combinations

import msgspec

from autograder.diagnose.budget import Budget
from autograder.diagnose.catalogue import Catalogue, Misconception
from autograder.diagnose.compose import composed
from autograder.diagnose.evidence import (
    Evidence,
    Reference,
    evidence,
    has_effect,
    is_convincing,
    speaks_against,
)
from autograder.diagnose.replay import Accepts, agrees, explains
from autograder.diagnose.transcript import Transcript

MOST_PAIRED = 16  # misconceptions that are tried two by two, those that explain most first


class Share(msgspec.Struct, frozen=True):
    """A misconception, and how many of the failed tests it explains."""

    mistake: Misconception
    explained: int
    failed: int


class AskedQuestion(msgspec.Struct, frozen=True):
    """What is known of a question's answers, and how much more may be asked."""

    transcripts: Sequence[Transcript]
    failed: Sequence[Transcript]
    reference: Reference
    budget: Budget
    accepts: Accepts | None

    @property
    def catalogue(self) -> Catalogue:
        """What is right, and what is wrong."""
        return self.reference.catalogue


def explain_several(
    transcripts: Sequence[Transcript],
    mistakes: Sequence[Misconception],
    reference: Reference,
    budget: Budget,
    accepts: Accepts | None = None,
) -> list[Share]:
    """Misconceptions of one set of names that together give the student's answers.

    First those that do so as one piece of code; else those that give the answers of every test they
    have an effect on, unless another of them has an effect there, too.
    """
    failed = [transcript for transcript in transcripts if not transcript.passed]
    asked = AskedQuestion(transcripts, failed, reference, budget, accepts)
    known = [evidence(failed, mistake, reference) for mistake in mistakes if not budget.is_spent]
    ordered = sorted((each for each in known if each), key=lambda each: -len(each.explains))
    pair = _pair(asked, ordered)
    if pair:
        return [Share(mistake, len(failed), len(failed)) for mistake in pair]
    kept = _standing(asked, ordered)
    return [Share(each.mistake, len(each.explains), len(failed)) for each in kept]


def _passes(asked: AskedQuestion, mistake: Misconception) -> bool:
    """Whether no test that passed speaks against a misconception."""
    unlike = []
    for transcript in asked.transcripts:
        if transcript.passed:
            contradicted = speaks_against(transcript, mistake, asked.reference)
            if contradicted:
                return False
            if contradicted is None:
                unlike.append(transcript)
    wrong = asked.catalogue.namespace(mistake)
    return asked.accepts is None or all(asked.accepts(transcript, wrong) for transcript in unlike)


def _pair(asked: AskedQuestion, ordered: Sequence[Evidence]) -> list[Misconception]:
    """Two misconceptions that give all answers together; what all such pairs have in common."""
    tried = [each.mistake for each in ordered[:MOST_PAIRED]]
    common: set[str] | None = None
    for first, second in combinations(tried, 2):
        if asked.budget.is_spent:
            break
        if not _explain_both(asked, first, second):
            continue
        if _passes(asked, first) and _passes(asked, second):
            names = {first.name, second.name}
            common = names if common is None else common & names
    return [mistake for mistake in tried if mistake.name in (common or ())]


def _explain_both(asked: AskedQuestion, first: Misconception, second: Misconception) -> bool:
    catalogue = asked.catalogue
    both = (composed(*order, catalogue) for order in ((first, second), (second, first)))
    return any(explains(asked.transcripts, catalogue, each, asked.accepts) for each in both)


def _standing(asked: AskedQuestion, ordered: Sequence[Evidence]) -> list[Evidence]:
    """Those that hold wherever they act, each by tests of its own."""
    kept = [
        each
        for each in ordered
        if is_convincing(each, len(asked.failed)) and _passes(asked, each.mistake)
    ]
    while not asked.budget.is_spent:
        stays = [each for each in kept if _holds(asked, each, kept)]
        if len(stays) == len(kept):
            return kept
        kept = stays
    return []


def _holds(asked: AskedQuestion, each: Evidence, kept: Sequence[Evidence]) -> bool:
    """Whether no other one explains all that it explains, nor any test speaks against it."""
    others = [other for other in kept if other is not each]
    if any(each.explains <= other.explains for other in others):
        return False
    return all(
        i in each.explains
        or not has_effect(transcript, each.mistake, asked.reference)
        or any(_both_give(transcript, each, other, asked.catalogue) for other in others)
        for i, transcript in enumerate(asked.failed)
    )


def _both_give(
    transcript: Transcript, first: Evidence, second: Evidence, catalogue: Catalogue
) -> bool:
    """Whether two misconceptions at once give the answers of a test that neither gives alone."""
    orders = ((first.mistake, second.mistake), (second.mistake, first.mistake))
    both = [composed(*order, catalogue) for order in orders]
    return any(agrees(transcript, catalogue.namespace(each), each) for each in both)
