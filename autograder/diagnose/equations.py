"""Explains answers without a catalogue: they are what is right, asked or answered a little otherwise.

student(arguments) = answer_edit(right(argument_edit(arguments))), on every recorded call. Only the
reference runs here. What is said is a fact of these calls, and is tried on fresh ones before.
"""

import inspect
from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import Any

import msgspec

from autograder.diagnose.agree import agree
from autograder.diagnose.answer_edits import answer_edits
from autograder.diagnose.argument_edits import argument_edits
from autograder.diagnose.budget import Budget
from autograder.diagnose.catalogue import Catalogue, Misconception
from autograder.diagnose.compare import Pair
from autograder.diagnose.compose import composed
from autograder.diagnose.edits import Edit, Edited, edited_class, may_give
from autograder.diagnose.evidence import Reference, evidence, is_convincing
from autograder.diagnose.fresh import Ask, are_alike, is_refuted
from autograder.diagnose.replay import Accepts, agrees, explains
from autograder.diagnose.transcript import Transcript
from autograder.protocol.steps import Value

MOST_SAID = 3  # edits between which nothing decides; where there are more, nothing is said


class Search(msgspec.Struct, frozen=True):
    """What a search for equations goes by: one name's tests, what is right, how long it may take."""

    name: str
    transcripts: Sequence[Transcript]
    reference: Reference
    budget: Budget
    accepts: Accepts | None = None
    ask: Ask | None = None

    @property
    def catalogue(self) -> Catalogue:
        """What is right."""
        return self.reference.catalogue


def equation(search: Search) -> tuple[str, str] | None:
    """The edit of the right code that gives all answers to a name, and the sentence; None without.

    One edit before two. Where several of the same size cannot be told apart, the sentence names each.
    """
    first_wrong = _first_wrong(search)
    tests, wrong = [test for test, _ in first_wrong], [pair for _, pair in first_wrong]
    if not any(map(_holds_data, wrong)):
        return None
    acting = [(edited, acts) for edited, acts in _edited(search, wrong) if any(acts)]
    single = [edited for edited, acts in acting if all(acts) and _is_like(search, edited, tests[0])]
    said = _confirmed(search, tests, single)
    return _said(search, said or _confirmed(search, tests, list(_pairs(search, tests, acting))))


def _first_wrong(search: Search) -> list[tuple[Transcript, Pair]]:
    """The failed tests with the name's first wrong answer in each, those of fewest steps first."""
    found = []
    for transcript in search.transcripts:
        if not transcript.passed:
            pairs = search.reference.pairs(transcript, (search.name,))
            wrong = (pair for pair in pairs if not agree(pair.theirs, pair.ours))
            found += [(transcript, pair) for pair in islice(wrong, 1)]
    return sorted(found, key=lambda each: len(each[0].steps))


def _holds_data(pair: Pair) -> bool:
    """Not None for want of a `return`, nor an error: many edits would give that."""
    return isinstance(pair.theirs, Value) and pair.theirs.value is not None


def _edited(search: Search, wrong: Sequence[Pair]) -> Iterator[tuple[Misconception, list[bool]]]:
    """Right code with each edit, and whether that can have to do with each wrong answer."""
    right: Any = search.catalogue.correct.get(search.name)
    try:
        signature = inspect.signature(right)
    except (TypeError, ValueError):
        return
    own = search.catalogue.edits
    for change in (*own, *argument_edits(signature), *answer_edits(signature)):
        if not isinstance(right, type):
            acts = [may_give(change, pair, signature) for pair in wrong]
            yield _as_misconception(search.name, change, Edited(change, right)), acts
        elif change.arguments:
            yield _as_misconception(search.name, change, Edited(change, right)), [True]
    if isinstance(right, type) and hasattr(right, "forward"):
        forward = inspect.signature(right.forward)  # type: ignore[attr-defined]
        for change in (*own, *argument_edits(forward), *answer_edits(forward)):
            yield _as_misconception(search.name, change, edited_class(change, right)), [True]


def _as_misconception(name: str, change: Edit, implementation: Any) -> Misconception:
    return Misconception(change.name, (name,), change.words, implementation)


def _is_like(search: Search, edited: Misconception, test: Transcript) -> bool:
    if search.budget.is_spent:
        return False
    try:
        return agrees(test, search.catalogue.namespace(edited), edited)
    except Exception:  # noqa: BLE001 - right code, asked for anything
        return False


def _confirmed(
    search: Search, tests: Sequence[Transcript], edited: Sequence[Misconception]
) -> list[Misconception]:
    """Those that give every recorded answer, by more than one poor one, and those to fresh calls."""
    return [
        each
        for each in edited
        if not search.budget.is_spent
        and _gives_all(search, each)
        and is_convincing(evidence(tests, each, search.reference), len(tests))
        and not _is_refuted(search, each)
    ]


def _gives_all(search: Search, edited: Misconception) -> bool:
    try:
        return explains(search.transcripts, search.catalogue, edited, search.accepts)
    except Exception:  # noqa: BLE001 - right code, asked for anything
        return False


def _pairs(
    search: Search,
    tests: Sequence[Transcript],
    acting: Sequence[tuple[Misconception, Sequence[bool]]],
) -> Iterator[Misconception]:
    """Two edits at once that give all answers; one of them gives those of some test alone."""
    known = [(edited, set[int]()) for edited, acts in acting]
    for i, test in enumerate(tests):
        for (edited, explained), (_, acts) in zip(known, acting, strict=True):
            if acts[i % len(acts)] and _is_like(search, edited, test):
                explained.add(i)
    helpful = [(edited, explained) for edited, explained in known if explained]
    for (first, mine), (second, theirs) in combinations(helpful, 2):
        if search.budget.is_spent:
            return
        if mine <= theirs or theirs <= mine:
            continue
        for outer, inner in ((first, second), (second, first)):
            both = _both(search, outer, inner)
            if _gives_all(search, both):
                yield both
                break


def _both(search: Search, outer: Misconception, inner: Misconception) -> Misconception:
    words = f"{inner.advice}, and {outer.advice}"
    name = f"{inner.name}_and_{outer.name}"
    both = composed(outer, inner, search.catalogue)
    return msgspec.structs.replace(both, name=name, advice=words)


def _is_refuted(search: Search, edited: Misconception) -> bool:
    if search.ask is None:
        return False
    return is_refuted(edited, search.transcripts, search.catalogue, search.ask, search.budget)


def _said(search: Search, edited: Sequence[Misconception]) -> tuple[str, str] | None:
    edited = _different(search, edited)
    if not 0 < len(edited) <= MOST_SAID:
        return None
    words = ", or ".join(each.advice for each in edited)
    more = " These tests cannot tell which." if len(edited) > 1 else ""
    sentence = f"Your `{search.name}` gives exactly what is right {words}.{more}"
    return edited[0].name, sentence


def _different(search: Search, edited: Sequence[Misconception]) -> list[Misconception]:
    """Without those that another one, before them, is equal to, wherever it is asked."""
    kept: list[Misconception] = []
    for each in edited:
        if not any(are_alike(each, other, search.transcripts, search.catalogue) for other in kept):
            kept.append(each)
    return kept
