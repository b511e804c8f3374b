"""Finds pairs of hand-ins that share passages, by copydetect's fingerprints of their tokens.

Names of variables, comments, texts and spaces do not count. Taken away first is what was handed out,
and what so many wrote that it tells nothing. The window of the winnowing is 1, so that every
fingerprint is kept: with a wider one, the same hand-ins would not always give the same report.
Schleimer, Wilkerson, Aiken: "Winnowing: Local Algorithms for Document Fingerprinting", 2003.
"""

import copy
import io
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from copydetect import CodeFingerprint, compare_files
from copydetect.utils import get_token_coverage

from autograder.similar.work import Work

# Measured on the example hand-ins and the solutions in other styles (24 for pooling): what people
# wrote apart shares passages of up to 117 symbols, and up to 45 % of what one of them wrote.
GRAM = 40  # symbols of the shortest passage that is seen; a name or a text is one symbol
PASSAGE = 200  # symbols of one passage that make a pair worth a look, however little of the whole
SHARE = 50.0  # percent of what one of the two wrote that do
LEAST = 150  # symbols, below which a share of very little tells nothing
COMMON, COMMON_PART = 10, 3  # shared by more than ten, and by more than a third: tells nothing


class Side(msgspec.Struct, frozen=True):
    """One of two: how much of what they wrote themselves is shared, and where in their text."""

    work: Work
    percent: float
    passages: tuple[tuple[int, int], ...]
    longest: tuple[int, int]


class AlikePair(msgspec.Struct, frozen=True):
    """Two hand-ins, how many symbols they share, and how many of them in one passage."""

    left: Side
    right: Side
    shared: int
    longest: int

    @property
    def percent(self) -> float:
        """The larger share."""
        return max(self.left.percent, self.right.percent)


def similar(
    works: Sequence[Work], released: Iterable[str], share: float = SHARE
) -> list[AlikePair]:
    """The pairs worth a look, those that share most first."""
    prints = _own([_print(work.text) for work in works], [_print(text) for text in released])
    pairs = (
        _pair(works[i], works[j], prints[i], prints[j])
        for i, j in _candidates([fingerprint.hashes for fingerprint in prints])
    )
    worth = [
        pair
        for pair in pairs
        if pair.shared >= LEAST and (pair.percent >= share or pair.longest >= PASSAGE)
    ]
    return sorted(worth, key=_rank)


def _rank(pair: AlikePair) -> tuple[float, str, str]:
    """Much that is shared, and much of the whole, comes first."""
    return -pair.shared * pair.percent, pair.left.work.student, pair.right.work.student


def _print(text: str) -> CodeFingerprint:
    fingerprint = CodeFingerprint("work.py", GRAM, 1, fp=io.StringIO(text))
    # at the name of a class the library notes the length of that name, not of all before it
    shifts = itertools.accumulate((row[1] for row in fingerprint.offsets.tolist()), max)
    fingerprint.offsets[:, 1] = list(shifts)
    return fingerprint


def _own(
    prints: Sequence[CodeFingerprint], released: Sequence[CodeFingerprint]
) -> list[CodeFingerprint]:
    """The fingerprints less those of what was handed out, and less those of very many.

    The library's own way to take away what was given also drops some of what stands twice.
    """
    common = set[int]().union(*(fingerprint.hashes for fingerprint in released))
    counted = Counter(mark for fingerprint in prints for mark in fingerprint.hashes)
    most = max(COMMON, len(prints) // COMMON_PART)
    common |= {mark for mark, count in counted.items() if count > most}
    return [_without(fingerprint, common) for fingerprint in prints]


def _without(whole: CodeFingerprint, marks: set[int]) -> CodeFingerprint:
    """A fingerprint less some of its marks; the library makes one from a text only."""
    own = copy.copy(whole)
    own.hashes = whole.hashes - marks
    own.hash_idx = {mark: whole.hash_idx[mark] for mark in whole.hash_idx if mark not in marks}
    own.token_coverage = get_token_coverage(own.hash_idx, own.k, len(own.filtered_code))
    return own


def _candidates(hashes: Sequence[set[int]]) -> Iterator[tuple[int, int]]:
    """The pairs that share enough places to be worth the comparison."""
    enough = LEAST // GRAM
    for i, j in itertools.combinations(range(len(hashes)), 2):
        if len(hashes[i] & hashes[j]) >= enough:
            yield i, j


def _pair(
    left: Work, right: Work, left_print: CodeFingerprint, right_print: CodeFingerprint
) -> AlikePair:
    _, shares, places = compare_files(left_print, right_print)
    common = left_print.hashes & right_print.hashes
    shared, longest = zip(*(_runs(p, common) for p in (left_print, right_print)), strict=True)
    sides = [
        Side(work, round(100 * min(1.0, float(part)), 1), spans, max(spans, key=_length))
        for work, part, spans in zip(
            (left, right), shares, (_spans(place.tolist()) for place in places), strict=True
        )
    ]
    return AlikePair(sides[0], sides[1], min(shared), min(longest))


def _runs(fingerprint: CodeFingerprint, common: set[int]) -> tuple[int, int]:
    """How many symbols the shared places cover, and how many without a gap."""
    starts = sorted(place for mark in common for place in fingerprint.hash_idx[mark])
    covered = longest = run = 0
    end = -1
    for start in map(int, starts):
        new = start + GRAM - max(start, end)
        run = run + new if start <= end else GRAM
        covered, longest, end = covered + new, max(longest, run), start + GRAM
    return covered, longest


def _spans(place: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """Begin and end in the text of each passage."""
    return tuple(zip(place[0], place[1], strict=True))


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]
