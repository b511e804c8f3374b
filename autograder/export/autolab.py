"""Autolab: the CSV of *Bulk import grades*, a row for each student and a cell for each problem.

As Autolab reads it (github.com/autolab/Autolab at 01333ea, app/controllers/assessment/grading.rb,
`parse_csv_row`): no row of titles; the student's mail as Autolab knows it, then a number for each of
the assessment's problems in their order. An empty cell changes nothing.
"""

import csv
import io
from collections.abc import Mapping, Sequence

from autograder.escape import NAME, cell, one_line
from autograder.export import Export
from autograder.export.absent import RollCall, strangers_in_words
from autograder.export.wording import owner_of, points
from autograder.results import Result


def autolab(results: Sequence[Result], calls: Sequence[RollCall] = ()) -> Export:
    """The scores of one assignment; each of its questions is a problem of Autolab's.

    Who handed in nothing gets a row whose cells are empty, where a roster knows the mail.
    """
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
    empty = [""] * (len(results[0].questions) if results else 0)
    for person in (person for call in calls for person in call.people):
        if mail := _mail_in(person.ids):
            writer.writerow([cell(mail, NAME), *empty])
        else:
            name = one_line(person.shown_name, NAME)
            problems.append(f"no row for {name}: the roster has no mail; add a column mail to it")
    content = out.getvalue().encode() if entered else None
    notes = (*_order(judged), *(strangers_in_words(call) for call in calls if call.strangers))
    absent = tuple(call.absent for call in calls if call.people)
    return Export(content, notes, tuple(problems), entered=entered, absent=absent)


def _mail(result: Result) -> str:
    return _mail_in(result.ids) or (result.student if "@" in result.student else "")


def _mail_in(ids: Mapping[str, str]) -> str:
    known = (ids.get("mail", ""), ids.get("login", ""))
    return next((text for text in known if "@" in text), "")


def _order(judged: Sequence[Result]) -> tuple[str, ...]:
    if not judged:
        return ()
    titles = ", ".join(one_line(question.title, NAME) for question in judged[0].questions)
    return (f"the assessment's problems must be these, in this order: {titles}",)
