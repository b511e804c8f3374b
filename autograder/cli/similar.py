"""`autograder similar`: which hand-ins share more than what was handed out explains."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.console import console, errors, plain
from autograder.cli.options import course_of, refuse_file
from autograder.course.find import find_assignment
from autograder.errors import UsageError
from autograder.extras import require
from autograder.submission.discover import discover
from autograder.wording import counted

if TYPE_CHECKING:
    from autograder.similar.pairs import AlikePair

SHOWN = 10  # pairs that are printed; the page has all


def similar_command(
    context: typer.Context,
    submitted: Annotated[
        Path, typer.Argument(metavar="SUBMITTED", help="A folder, zip or tree of hand-ins.")
    ],
    assignment: Annotated[str, typer.Option(metavar="SLUG", help="Which one, such as a1_pooling.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for index.html and pairs/.")],
    share: Annotated[
        float,
        typer.Option(
            min=1,
            max=100,
            metavar="N",
            help="Percent of one's own code from which a pair is listed.",
        ),
    ] = 50,
) -> None:
    """List pairs of hand-ins that share much, side by side. A hint for a person, not a finding."""
    require("similar", "similar")
    # copydetect brings matplotlib, for which no other command should wait.
    from autograder.similar.page import site  # noqa: PLC0415
    from autograder.similar.pairs import similar  # noqa: PLC0415
    from autograder.similar.work import handed_out, work_of  # noqa: PLC0415

    course = course_of(context)
    chosen = find_assignment(course, assignment)
    if not submitted.exists():
        raise UsageError(f"{submitted} does not exist: expected a folder or zip of hand-ins")
    refuse_file(out)
    submissions = discover(submitted, chosen)
    for submission in submissions:
        if submission.problem:
            line = f"not compared: {submission.student}: {submission.problem}"
            errors.print(plain(line), style="red", soft_wrap=True)
    released = handed_out(course / "assignments" / assignment)
    works = [work_of(submission, released) for submission in submissions if not submission.problem]
    pairs = similar(works, released, share)
    _write(out, site(pairs, chosen.title, len(works)))
    _tell(pairs, len(works), out)


def _write(out: Path, pages: Iterable[tuple[str, str]]) -> None:
    try:
        (out / "pairs").mkdir(parents=True, exist_ok=True)
        for old in (out / "pairs").glob("[0-9]*.html"):  # of a run that found more
            old.unlink()
        for name, text in pages:
            (out / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--out {out} cannot be written: {error.strerror}") from None


def _tell(pairs: "list[AlikePair]", compared: int, out: Path) -> None:
    for pair in pairs[:SHOWN]:
        names = f"{pair.left.work.student} and {pair.right.work.student}"
        shares = f"{pair.left.percent:.0f} % and {pair.right.percent:.0f} % of their own code"
        console.print(plain(f"{names}: {shares}"), soft_wrap=True)
    console.print(
        plain(
            f"{counted(compared, 'hand-in')} compared; pairs to look at: {len(pairs)}, in {out / 'index.html'}"
        ),
        soft_wrap=True,
    )
    if pairs:
        console.print("A hint for a person, not a finding: read both before you speak to anyone.")
