"""`autograder selftest`: is the suite itself right?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track
from rich.table import Table

from autograder.cli.console import console, errors, plain, points
from autograder.cli.options import chosen_slugs, course_of
from autograder.course.assignment import Assignment
from autograder.course.defined_names import absent_from_reference
from autograder.course.find import find_assignment
from autograder.course.packages import undeclared_packages
from autograder.errors import AssignmentError, UsageError
from autograder.extras import require
from autograder.grading.grader import Grader
from autograder.grading.selftest import Check, Finding, plan, selftest, sources
from autograder.protocol.jobs import Job
from autograder.suggest import no_such
from autograder.system import require_linux


def selftest_command(
    context: typer.Context,
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="SLUG", help="Assignments; all if none.")
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Of this question only; several times for several."),
    ] = None,
) -> None:
    """Solution full marks, stub zero, every misconception caught and named, release up to date.

    Exit status: 0 all as it must be, 1 something is not or was not compared, 2 usage.
    """
    require_linux("selftest")
    # imports what only Linux has
    from autograder.grading.kept_hosts import Setting  # noqa: PLC0415
    from autograder.grading.local_grader import local_grader  # noqa: PLC0415

    course = course_of(context)
    assignments = [find_assignment(course, slug) for slug in chosen_slugs(course, slugs)]
    chosen = _asked(assignments, question or [])
    preload = tuple({name for assignment, _ in chosen for name in assignment.limits.preload})
    faults = 0
    with local_grader(Setting(str(course), preload)) as grader:
        for assignment, questions in chosen:
            handins = _sources(course, assignment)
            (suite,) = grader.suites([assignment])  # first: without it, nothing can be said
            state, told_first = _around_the_suite(course, assignment)
            subjects = list(plan(suite, assignment, *handins, questions))
            findings = _findings(grader, assignment, subjects)
            _show(assignment.slug, findings, state)
            faults += told_first + sum(bool(finding.fault) for finding in findings)
    raise typer.Exit(1 if faults else 0)


def _asked(
    assignments: list[Assignment], questions: list[str]
) -> list[tuple[Assignment, tuple[str, ...]]]:
    """The assignments that have one of these questions, with them; all where none is named."""
    if not questions:
        return [(assignment, ()) for assignment in assignments]
    ids_of = {assignment.slug: [q.id for q in assignment.questions] for assignment in assignments}
    known = list(dict.fromkeys(id for ids in ids_of.values() for id in ids))
    for id in questions:
        if id not in known:
            raise UsageError(no_such("question", id, known))
    asked = [
        (assignment, tuple(id for id in ids_of[assignment.slug] if id in questions))
        for assignment in assignments
    ]
    return [(assignment, ids) for assignment, ids in asked if ids]


def _sources(course: Path, assignment: Assignment) -> tuple[bytes, bytes]:
    try:
        return sources(course, assignment)
    except FileNotFoundError as error:
        raise UsageError(
            f"{error.filename} is missing: {_how_to_get(assignment, error.filename)}"
        ) from None


def _findings(
    grader: Grader, assignment: Assignment, subjects: Sequence[tuple[Job, Check]]
) -> list[Finding]:
    bar = track(
        selftest(grader, assignment, subjects),
        assignment.slug,
        total=len(subjects),
        console=errors,
        disable=not errors.is_terminal,
        transient=True,
    )
    return sorted(bar, key=lambda finding: (bool(finding.question), finding.question))


def _how_to_get(assignment: Assignment, path: str) -> str:
    if "solutions" in Path(path).parts[-3:]:
        return "write what a perfect student hands in, with ### BEGIN SOLUTION around each answer"
    return f"nothing is released yet; run `autograder release {assignment.slug}` first"


def _release_state(course: Path, slug: str) -> tuple[str, list[str]]:
    """How assignments/ is beside what a release would write, and each difference."""
    try:
        require("release", "comparing it with solutions/")
        from autograder.release.release import check_folder  # noqa: PLC0415 - only here notebooks load

        differences = check_folder(course, slug)
    except UsageError as error:  # what was tested counts all the same
        return "was not compared", [str(error)]
    except AssignmentError as error:  # one more finding: the others are worth showing
        return "is not up to date: run `autograder release`", [str(error)]
    if differences:
        first = (
            f"is not what `autograder release {slug}` writes now: run it first, the stub may be old"
        )
        return "is not up to date: run `autograder release`", [first, *differences]
    return "is up to date", []


def _around_the_suite(course: Path, assignment: Assignment) -> tuple[str, int]:
    """Tell what is wrong around the suite: the state of the handout, and how many lines were told.

    It comes first, because it explains what follows: the suite may be right, and the handout old.
    """
    slug = assignment.slug
    state, differences = _release_state(course, slug)
    lines = [f"assignments/{slug}: {difference}" for difference in differences]
    sentences = absent_from_reference(course, assignment) + undeclared_packages(course, assignment)
    lines += [f"{slug}: {sentence}" for sentence in sentences]
    for line in lines:
        errors.print(plain(line), style="red", soft_wrap=True)
    return state, len(lines)


def _show(slug: str, findings: list[Finding], released: str) -> None:
    table = Table(title=f"{slug}: is the suite right?", title_justify="left")
    for heading in ("Subject", "Question", "Points", "Named"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        if finding.earned:
            continue
        share = f"{points(finding.score)} / {points(finding.points)}"
        named = ", ".join(finding.named)
        style = "red" if finding.fault else ""
        table.add_row(finding.subject, finding.question, share, named, style=style)
    console.print(table)
    odd = [finding for finding in findings if finding.earned]
    if odd:
        console.print(_odd_table(slug, odd))
    wrong = [finding for finding in findings if finding.fault]
    for finding in wrong:
        said = plain(f"{slug}: {finding.subject}: {finding.fault}")
        errors.print(said, style="red", soft_wrap=True)
    verdict = f"{len(findings) - len(wrong)} of {len(findings)} as they must be"
    console.print(f"{slug}: {verdict}; assignments/{slug} {released}", markup=False)


def _odd_table(slug: str, findings: list[Finding]) -> Table:
    """What each kind of odd answer earned of each question."""
    table = Table(title=f"{slug}: what odd answers earn", title_justify="left")
    questions = list(findings[0].earned)
    for heading in ("Answers", *questions):
        table.add_column(
            heading, overflow="fold", justify="right" if heading in questions else "left"
        )
    for finding in sorted(findings, key=lambda finding: finding.subject):
        kind = finding.subject.partition(": ")[2]
        style = "red" if finding.fault else ""
        table.add_row(kind, *finding.earned.values(), style=style)
    return table
