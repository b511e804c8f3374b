"""What one misconception says of each test: where it has an effect, and where it gives the answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import torch

from autograder.diagnose.agree import Alike, agree
from autograder.diagnose.catalogue import Catalogue, Misconception
from autograder.diagnose.compare import Pair, compared
from autograder.diagnose.replay import is_contradicted
from autograder.diagnose.transcript import Transcript
from autograder.protocol.steps import Answer, Raised, Value
from autograder.protocol.wire import array_of

RICH = 3  # different values: no constant, no flag agrees with that by chance


class Evidence(msgspec.Struct, frozen=True):
    """The failed tests of a question, by number, beside one misconception.

    It `explains` those whose answers it gives and the reference does not; `strong` are those that
    it explains by values which no constant answer has.
    """

    mistake: Misconception
    explains: frozenset[int]
    strong: frozenset[int]


class Reference:
    """The right answers to each test, asked once for each set of names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.kept: dict[tuple[int, tuple[str, ...]], list[Pair]] = {}

    def pairs(self, transcript: Transcript, names: tuple[str, ...]) -> list[Pair]:
        """Each step about `names`, with the student's answer and the right one."""
        key = id(transcript), names
        if key not in self.kept:
            self.kept[key] = list(compared(transcript, self.catalogue.correct, names))
        return self.kept[key]


def wrong_names(
    failed: Sequence[Transcript], names: Sequence[str], reference: Reference
) -> list[str]:
    """Those of the names that gave an answer in a failed test which the reference does not give."""
    correct = reference.catalogue.correct
    return [
        name for name in names if name in correct and any(_wrong_answers(failed, name, reference))
    ]


def speaking_names(
    failed: Sequence[Transcript], names: Sequence[str], reference: Reference
) -> list[str]:
    """Those of the names whose own code gave a wrong answer: it was found, allowed and ran."""
    return [
        name
        for name in names
        if any(_is_of_the_code(pair.theirs) for pair in _wrong_answers(failed, name, reference))
    ]


def _wrong_answers(failed: Sequence[Transcript], name: str, reference: Reference) -> Iterator[Pair]:
    """A name's answers in failed tests that are not the reference's."""
    for transcript in failed:
        for pair in reference.pairs(transcript, (name,)):
            # Where it is asked what a call changes, its values may be right.
            if pair.step.verb != "changes" and not agree(pair.theirs, pair.ours):
                yield pair


def _is_of_the_code(answer: Answer) -> bool:
    if isinstance(answer, Raised):
        return answer.kind not in ("todo", "missing", "forbidden", "import")
    return isinstance(answer, Value)


def evidence(
    failed: Sequence[Transcript], mistake: Misconception, reference: Reference
) -> Evidence | None:
    """What the failed tests say; None where one of them contradicts the mistake."""
    explains, strong = set[int](), set[int]()
    namespace = reference.catalogue.namespace(mistake)
    for i, transcript in enumerate(failed):
        right = reference.pairs(transcript, mistake.names)
        unlike = _first_unlike(transcript, namespace, mistake)
        if unlike is not None:
            if _is_right(right, unlike, mistake.alike):
                return None
        elif not all(agree(pair.theirs, pair.ours, mistake.alike) for pair in right):
            explains.add(i)
            if any(_differs_richly(pair.theirs, pair.ours) for pair in right):
                strong.add(i)
    return Evidence(mistake, frozenset(explains), frozenset(strong))


def is_convincing(known: Evidence | None, failed: int) -> bool:
    """By rich answers, or by most of the failed tests: one number may agree by chance."""
    if known is None:
        return False
    return bool(known.strong) or (len(known.explains) > 1 and 2 * len(known.explains) > failed)


def speaks_against(passed: Transcript, mistake: Misconception, reference: Reference) -> bool | None:
    """Whether a test that passed speaks against a mistake; None where several answers are right.

    It does where the student's answer is the reference's and the mistake's is not.
    """
    right = reference.pairs(passed, mistake.names)
    wrong = list(compared(passed, reference.catalogue.namespace(mistake), mistake.names))
    if is_contradicted(wrong, right, mistake):
        return True
    same = all(agree(pair.theirs, pair.ours, mistake.alike) for pair in wrong)
    return False if same else None


def has_effect(transcript: Transcript, mistake: Misconception, reference: Reference) -> bool:
    """Whether a mistake answers a test otherwise than the reference."""
    right = reference.pairs(transcript, mistake.names)
    wrong = list(compared(transcript, reference.catalogue.namespace(mistake), mistake.names))
    both = zip(right, wrong, strict=False)
    same = all(agree(a.ours, b.ours, mistake.alike) for a, b in both)
    return not same or len(right) != len(wrong)


def _first_unlike(
    transcript: Transcript, namespace: Mapping[str, Any], mistake: Misconception
) -> int | None:
    pairs = enumerate(compared(transcript, namespace, mistake.names))
    return next((i for i, p in pairs if not agree(p.theirs, p.ours, mistake.alike)), None)


def _is_right(right: Sequence[Pair], i: int, alike: Alike | None) -> bool:
    return i < len(right) and agree(right[i].theirs, right[i].ours, alike)


def _differs_richly(theirs: Answer, right: Answer) -> bool:
    if not isinstance(theirs, Value) or not isinstance(right, Value):
        return False
    return any(_is_rich(leaf) for leaf in _unlike(theirs.value, right.value))


def _unlike(theirs: Any, right: Any) -> Iterator[Any]:
    """The leaves of an answer that are not as they should be."""
    if isinstance(theirs, dict) and isinstance(right, dict):
        for key in theirs.keys() & right.keys():
            yield from _unlike(theirs[key], right[key])
    elif isinstance(theirs, list | tuple) and isinstance(right, list | tuple):
        for mine, other in zip(theirs, right, strict=False):
            yield from _unlike(mine, other)
    elif not agree(Value(theirs), Value(right)):
        yield theirs


def _is_rich(leaf: Any) -> bool:
    if isinstance(leaf, torch.Tensor):
        leaf = array_of(leaf)
    return isinstance(leaf, np.ndarray) and len(np.unique(leaf)) >= RICH
