"""Builds all files of a report as names and texts; the caller writes them."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from autograder.report import class_figures, leaderboard, roster
from autograder.report.attention import needs_a_look
from autograder.report.enrolled import enrolled
from autograder.report.feedback import AT_ONCE, chapters
from autograder.report.inline import page
from autograder.report.markdown import markdown_page
from autograder.results import Result, reason
from autograder.submission.roster import Person

TOP = 5  # misconceptions that are shown before one asks for more


class Section(msgspec.Struct, frozen=True):
    """One assignment of the class. Spread is None where nothing was judged."""

    title: str
    results: Sequence[Result]
    spread: class_figures.Spread | None
    success: Sequence[class_figures.Success]
    effort: class_figures.Effort


def site(
    results: Sequence[Result], titles: Mapping[str, str], people: Sequence[Person] = ()
) -> Iterator[tuple[str, str]]:
    """The files of a report: `index.html`, and for each student a page and the same as Markdown.

    `people` is the roster, with which the class page says who has not handed in.
    """
    yield "index.html", class_page(results, titles, people)
    of: dict[str, list[Result]] = {}
    for result in results:
        of.setdefault(result.student, []).append(result)
    for student, student_results in of.items():
        yield (
            f"students/{roster.page_name(student, '.html')}",
            student_page(student_results, titles),
        )
        yield f"students/{roster.page_name(student, '.md')}", markdown_page(student_results, titles)


def student_page(results: Sequence[Result], titles: Mapping[str, str]) -> str:
    """One student's feedback. It names nobody else and links nowhere."""
    return page(
        "student.html",
        "style.css",
        student=results[0].student,
        chapters=chapters(results, titles),
        at_once=AT_ONCE,
    )


def class_page(
    results: Sequence[Result], titles: Mapping[str, str], people: Sequence[Person] = ()
) -> str:
    """The class report, with links to the students' pages."""
    columns = roster.columns(results, titles)
    mistakes = class_figures.mistakes(results)
    keys = [key for key, _, _ in columns]
    rows = roster.rows(results, keys, mistakes)
    return page(
        "class.html",
        "style.css",
        "table.js",
        titles=titles,
        results=results,
        judged=class_figures.judged(results),
        unjudged=[(result, reason(result)) for result in results if result.score is None],
        looks=needs_a_look(results),
        enrolled=enrolled(results, people, titles),
        sections=_sections(results, titles),
        mistakes=mistakes,
        top=TOP,
        half=roster.HALF,
        mean=class_figures.mean_percent(results),
        shown_kinds=class_figures.outcomes(results),
        boards=leaderboard.boards(results),
        columns=columns,
        rows=rows,
        links={row.student: row.link for row in rows},
    )


def _sections(results: Sequence[Result], titles: Mapping[str, str]) -> list[Section]:
    of: dict[str, list[Result]] = {}
    for result in results:
        of.setdefault(result.assignment, []).append(result)
    return [
        Section(
            titles.get(slug, slug),
            own_results,
            class_figures.spread(own_results) if class_figures.judged(own_results) else None,
            class_figures.success(own_results),
            class_figures.effort(own_results),
        )
        for slug, own_results in of.items()
    ]
