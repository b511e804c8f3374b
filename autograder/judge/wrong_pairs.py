"""A name's answers beside the right ones, as far as they tell what is wrong with them."""

from collections.abc import Sequence

from autograder.diagnose import Pair, Reference, Transcript, agree


def wrong_pairs(
    transcripts: Sequence[Transcript], name: str, reference: Reference
) -> tuple[str, list[Pair]]:
    """The first test in which an answer is wrong, and the pairs; "" where none is."""
    test, pairs = "", []
    for transcript in transcripts:
        asked = reference.pairs(transcript, (name,))
        wrong = [pair for pair in asked if not agree(pair.theirs, pair.ours)]
        if wrong and transcript.passed:  # of several right answers another one
            continue
        test = test or (transcript.test if wrong else "")
        pairs += asked
    return test, pairs
