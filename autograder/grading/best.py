"""Where the best of several attempts counts: each is graded by itself, and then one is chosen.

Of equal scores the earlier attempt counts: the later one can only be late. An attempt that was not
judged leaves the choice open unless another one has all points, so that nobody gets less than the best.
"""

from collections.abc import Iterable, Sequence

import msgspec

from autograder.grading.finished import Finished
from autograder.results import AttemptResult, Result, attempts_in_words
from autograder.submission.record import Submission


class BestOf:
    """Collects what students' attempts came to, until each student's best is known."""

    def __init__(self, submissions: Iterable[Submission]) -> None:
        self._handed_in = {each.student: each for each in submissions if each.attempts}
        self._finished: dict[str, dict[int, Finished]] = {}

    def with_result(self, finished: Finished) -> Finished | None:
        """The student's best attempt, once the last of them that was missing is here."""
        student = finished.submission.student
        by_number = self._finished.setdefault(student, {})
        by_number[finished.submission.attempt] = finished
        handed_in = self._handed_in[student]
        if len(by_number) < len(handed_in.attempts):
            return None
        del self._finished[student]
        return _best([by_number[attempt.attempt] for attempt in handed_in.attempts], handed_in)


def _best(attempts: Sequence[Finished], handed_in: Submission) -> Finished:
    """The attempt that counts, with what the others came to."""
    place = _chosen([finished.result for finished in attempts])
    submission, result = attempts[place].submission, attempts[place].result
    told = tuple(
        AttemptResult(attempt.submission.attempt, attempt.result.score, attempt.submission.late)
        for attempt in attempts
    )
    result = msgspec.structs.replace(result, ids=handed_in.ids, attempts=told)
    note = f"{attempts_in_words(result)}; of equal scores the earlier counts"
    submission = msgspec.structs.replace(submission, notes=(*submission.notes, note))
    return Finished(submission, result, all(finished.kept for finished in attempts))


def _chosen(results: Sequence[Result]) -> int:
    """The place of the best result, or of one that was not judged where it may be better."""
    scores = [result.score for result in results]
    best = max((score for score in scores if score is not None), default=0.0)
    is_open = None in scores and best < results[0].points
    return scores.index(None if is_open or best not in scores else best)
