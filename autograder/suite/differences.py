"""How an answer differs from what was expected: a sentence for the student, and the facts it tells.

The facts hold what the sentence holds and no more, in the same words: no input, no whole tensor.
"""

from typing import Any

import numpy as np

from autograder.errors import CheckFailure
from autograder.results import Comparison
from autograder.suite.places import wrong_places


class Difference(CheckFailure):
    """An answer is not the expected one; `comparison` is what the message says."""

    def __init__(self, message: str, comparison: Comparison, places: tuple[str, ...] = ()) -> None:
        super().__init__(message, places)
        self.comparison = comparison


def difference(what: str, got: Any, expected: Any, kind: str = "", remark: str = "") -> Difference:
    """What `check` may fail with, where two things are compared.

    "the output is 3, expected 4"; with a kind, "the output has shape (2,), expected (3,)". A remark
    stands at the end of the sentence.

        check(got.dtype == x.dtype, difference("the output", got.dtype, x.dtype, kind="dtype"))
    """
    subject, verb = (f"the {kind} of {what}", f"has {kind}") if kind else (what, "is")
    facts = Comparison(subject, str(expected), str(got))
    return Difference(f"{what} {verb} {facts.got}, expected {facts.expected}{remark}", facts)


def difference_of_values(
    what: str, got: np.ndarray, expected: np.ndarray, wrong: np.ndarray
) -> Difference:
    """How many values are wrong, and the first of them; where they lie goes along as a picture."""
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    expected_text, got_text = shown(expected[place].item()), shown(got[place].item())
    count, index = int(wrong.sum()), str(list(place)) if place else ""
    at = f" at {index}" if index else ""
    message = (
        f"{count} of {wrong.size} values of {what} differ; "
        f"the first{at}: expected {expected_text}, got {got_text}"
    )
    facts = Comparison(what, expected_text, got_text, index, count, wrong.size)
    return Difference(message, facts, wrong_places(wrong))


def shown(value: Any) -> str:
    """A value in few words: six digits of a float, sixty characters of anything else."""
    if isinstance(value, int) and value.bit_length() > 200:
        return f"a number of {value.bit_length()} bits"
    return f"{value:.6g}" if isinstance(value, float) else repr(value)[:60]
