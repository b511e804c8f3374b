"""CSV: a row for each result, a column for each question.

RFC 4180: commas, CRLF, quotes doubled; UTF-8. Numbers have a point. What other systems call a
student stands in columns `id_...`, as far as anybody's is known. A hand-in that was not judged
has no score and no percentage, but a reason. Who handed in nothing has a row of status `missing`
and no score, where a roster says who there is.
"""

import csv
import io
from collections.abc import Mapping, Sequence

from autograder.escape import MESSAGE, NAME, cell
from autograder.export.absent import RollCall
from autograder.export.wording import points
from autograder.results import Result, handed_in, reason

FIRST = ("assignment", "student", "status", "score", "points", "percent")
LAST = (
    "isolation",
    "device",
    "seconds",
    "graded_at",
    "fingerprint",
    "advice",
    "reason",
    "handed_in",
    "submitted_at",
)


MISSING = "missing"


def table(results: Sequence[Result], calls: Sequence[RollCall] = ()) -> str:
    """The results as CSV, in the order given, then who handed in nothing."""
    questions = _questions(results)
    several = len({result.assignment for result in results}) > 1
    names = [f"{slug}/{id}" if several else id for slug, id in questions]
    absent = [(call, person) for call in calls for person in call.people]
    known_ids = [*(result.ids for result in results), *(person.ids for _, person in absent)]
    systems = list(dict.fromkeys(system for known in known_ids for system in known))
    ids = [f"id_{system}" for system in systems]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*FIRST, *(cell(name, NAME) for name in [*names, *ids]), *LAST])
    for result in results:
        scores = _scores(result)
        shares = [scores.get(question, "") for question in questions]
        writer.writerow([*_first(result), *shares, *_known(result.ids, systems), *_last(result)])
    for call, person in absent:
        names = [cell(text, NAME) for text in (call.assignment, person.shown_name)]
        first = [*names, MISSING, "", points(call.points), ""]
        no_scores, nothing = [""] * len(questions), [""] * len(LAST)
        writer.writerow([*first, *no_scores, *_known(person.ids, systems), *nothing])
    return out.getvalue()


def _known(ids: Mapping[str, str], systems: Sequence[str]) -> list[str]:
    return [cell(ids.get(system, ""), NAME) for system in systems]


def _questions(results: Sequence[Result]) -> list[tuple[str, str]]:
    """(assignment, question) in the order in which they come."""
    pairs = ((r.assignment, question.id) for r in results for question in r.questions)
    return list(dict.fromkeys(pairs))


def _scores(result: Result) -> dict[tuple[str, str], str]:
    if result.score is None:
        return {}
    return {(result.assignment, q.id): points(q.score) for q in result.questions}


def _first(result: Result) -> list[str]:
    names = [cell(text, NAME) for text in (result.assignment, result.student, result.status)]
    if result.score is None:
        return [*names, "", points(result.points), ""]
    percent = points(100 * result.score / result.points) if result.points else ""
    return [*names, points(result.score), points(result.points), percent]


def _last(result: Result) -> list[str]:
    named = [f"{q.id}: {advice.misconception}" for q in result.questions for advice in q.advice]
    why = reason(result) if result.score is None else ""
    facts = (result.isolation.level, result.device)
    return [
        *(cell(text, NAME) for text in facts),
        points(result.seconds),
        cell(result.graded_at, NAME),
        cell(result.fingerprint, NAME),
        cell("; ".join(named), MESSAGE),
        cell(why, MESSAGE),
        cell(handed_in(result), MESSAGE),
        cell(result.submitted_at, NAME),
    ]
