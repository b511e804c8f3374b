"""Autolab: the CSV of *Bulk import grades*, a row for each student and a cell for each problem.

As Autolab reads it (github.com/autolab/Autolab at 01333ea, app/controllers/assessment/grading.rb,
`parse_csv_row`): no row of titles; the student's mail as Autolab knows it, then a number for each of
the assessment's problems in their order. An empty cell changes nothing.
"""

import csv
import io
from collections.abc import Sequence

from autograder.escape import NAME, cell, one_line
from autograder.export import Export
from autograder.export.wording import owner_of, points
from autograder.results import Result


def autolab(results: Sequence[Result]) -> Export:
    """The scores of one assignment; each of its questions is a problem of Autolab's."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    problems = list[str]()
    judged = [result for result in results if result.score is not None]
    entered = 0
    for result in judged:
        if not (mail := _mail(result)):
            problems.append(f"no row for {owner_of(result)}: no mail is known; give grade --roster")
            continue
        scores = [points(question.score) for question in result.questions]
        writer.writerow([cell(mail, NAME), *scores])
        entered += 1
    content = out.getvalue().encode() if entered else None
    return Export(content, _order(judged), tuple(problems), entered=entered)


def _mail(result: Result) -> str:
    known = (result.ids.get("mail", ""), result.ids.get("login", ""), result.student)
    return next((text for text in known if "@" in text), "")


def _order(judged: Sequence[Result]) -> tuple[str, ...]:
    if not judged:
        return ()
    titles = ", ".join(one_line(question.title, NAME) for question in judged[0].questions)
    return (f"the assessment's problems must be these, in this order: {titles}",)
