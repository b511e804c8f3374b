"""What a student reads of edits that repair: the place and the kind of mistake, never the new code."""

from collections.abc import Sequence

import msgspec

from autograder.diagnose import Candidate
from autograder.results import Advice
from autograder.submission.notebook import where

MOST_PLACES = 3  # between which nothing decides; where there are more, nothing is said
SEVERAL = "one_small_change"  # the kind of mistake, where several places come into question


class Repair(msgspec.Struct, frozen=True):
    """An edit that was tried, and how many failed tests pass with it."""

    candidate: Candidate
    gained: int


def repair_advice(
    repairs: Sequence[Repair], failed: int, source: str, is_notebook: bool
) -> Advice | None:
    """The first edit where all are at one place, else the places alone; None for too many.

    `failed` counts the failed tests of the question. All edits must gain the same.
    """
    if not repairs:
        return None
    smallest = _without_larger(repairs)
    first, gained = smallest[0].candidate, smallest[0].gained
    seen = _seen(gained, failed)
    places = list(dict.fromkeys(repair.candidate.lines for repair in smallest))
    words = [_place(lines, source, is_notebook) for lines in places]
    if len(places) == 1:
        return Advice(first.name, f"{_capital(words[0])}: `{first.shown}`; {first.words}, {seen}.")
    if len(places) > MOST_PLACES:
        return None
    text = f"{_capital(' or '.join(words))}: with one small change at one of these places, {seen}."
    return Advice(SEVERAL, text)


def _without_larger(repairs: Sequence[Repair]) -> list[Repair]:
    """Those that do not change more lines than another one does, with that one's among them."""
    lines = [frozenset(repair.candidate.lines) for repair in repairs]
    return [
        repair
        for repair in repairs
        if not any(other < frozenset(repair.candidate.lines) for other in lines)
    ]


def _seen(gained: int, failed: int) -> str:
    if gained < failed:
        return f"{gained} of {failed} failed tests pass, and none is lost"
    return "the failed test passes" if failed == 1 else f"all {failed} failed tests pass"


def _place(lines: Sequence[int], source: str, is_notebook: bool) -> str:
    if is_notebook:
        return " and ".join(where(source, line) for line in lines)
    listed = " and ".join(map(str, lines))
    return f"lines {listed}" if len(lines) > 1 else f"line {listed}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
